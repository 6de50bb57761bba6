<!doctype html>
<h1>{{title}}</h1>
<ul>
% for entry in entries:
  <li><b>{{entry["name"]}}</b>: {{entry["text"]}}</li>
% end
</ul>
<form method="post" action="{{root}}/"><input name="name"><input name="text"><button>Send</button></form>
