import json


def run(app):
    app.put("podcasts", "audio/one two.mp3", b"mp3")
    transcribe = app.client("transcribe")
    app.wait(lambda: transcribe.list_transcription_jobs()["TranscriptionJobSummaries"])
    app.put("podcasts", "transcripts/one_two.json", json.dumps({"results": {"transcripts": [{"transcript": "Hello"}]}}))
    app.invoke("summarise", {"detail": {"TranscriptionJobName": "one_two", "TranscriptionJobStatus": "COMPLETED"}})
    with app.peer("sound"):
        answer = app.request("GET", "/episodes/one_two/audio", headers={"Accept": "audio/mpeg"})
    assert answer.bytes == b"sound", answer.text
    assert app.request("GET", "/episodes/none/audio").status == 404
