"""From lambdas/ to app.json: recipes/ validates each block, and interpreter/ follows the code.

Import a module by name: `from scan.scanning import scan`.

    scanning      the app model of a package's folder, or all its problems
    package       which folders are lambdas
    source        the facts of one Python file, from its syntax tree alone
    syntax        parses Python as the app's runtime does
    runtimes      lambdas with a Python of their own
    infra_block   finds the `infra:` block in a module's docstring, and the file line of each of its keys
    facts         the types of what these modules pass to each other
    links         which files each lambda imports, and which variables it reads there
    called_reads  variables that are read through helper functions
    interpreted_reads  what the interpreter finds of the variables that a lambda reads, cached
    variables     what an environment variable names
    observing     what the interpreter observes of each lambda, cached: for the calls in the app model, and the checks
    called_actions  the actions that a lambda's code needs, each on its resource
    called_resources  what an ARN of a call means: a resource of the app, or a text
    unknown_params  the parameters of a call, with marks for those that are absent
    lent_uses     what AWS uses for a call with the permissions of the lambda
    doubts        code that may call AWS in ways that the interpreter cannot follow
    sent_values   the parameters of a call, with marks for parts that only a run knows
    own_values    the variables that a lambda's own `env:` sets
    app_model     the app model (build/app.json) from the facts of all files
    buckets       the buckets of app.yaml: their settings in the model, and those that no code names
    tables        the tables of app.yaml in the app model
    own_words     words/: words of the app's own
    word_parts    what the app's own words add to the template
    resource_file resources.yaml: CloudFormation of the app's own
    setting_problems  what lambdas use, compared with the settings: networks, addresses, the type of the API
    topics        the topics to which queues subscribe
    user_pools    pools and groups of users that lambdas name, and app.yaml does not
    clashes       names that two lambdas cannot share
    renames       an app whose `name:` was changed, and whose code has the former name
"""
