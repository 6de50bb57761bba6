"""From lambdas/ to app.json: recipes/ validates each block, and interpreter/ follows the code.

Import a module by name: `from scan.scanning import scan`.

    scanning, app_model              the app model (build/app.json) of a package's folder, or all its problems
    package, source, syntax, runtimes, facts     which folders are lambdas, and the facts of each file
    handler_definition               what `handler` is in a module, and whether Lambda can call it
    infra_block                      the `infra:` block in a module's docstring, with the file line of each key
    links, variables, called_reads, interpreted_reads, own_values    the variables that lambdas read, and their values
    observing, sent_values           what the interpreter observes of each lambda, and the parameters of a call as sent
    called_actions, called_resources, unknown_params, lent_uses, doubts    what a lambda's code needs permission for
    buckets, tables, topics, user_pools    state of app.yaml, and topics, in the app model
    own_words, cpu_limit, word_parts                words of the app's own
    resource_file, dockerfiles       resources.yaml, and Dockerfiles
    setting_problems, clashes, renames     problems of settings, of equal names, of a changed `name:`
"""
