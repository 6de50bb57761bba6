"""From lambdas/ to app.json. Import a module by name: `from scan.scanning import scan`.

    scanning      the app model of a package's folder, or all its problems
    links         which files each lambda imports, and which variables it reads there
    environment   lambdas whose variables need the interpreter

    app_model         The app model (build/app.json) from the facts of all files
    clashes           Names that two lambdas cannot share:
    infra_block       Finding the `infra:` block in a module's docstring, and the file line of each of its keys
    renames           An app whose `name:` is another than the one that its code was written for
    syntax            Parsing Python as the app's runtime does
    source            The facts of one Python file that the scan needs, from its syntax tree alone
"""
