"""From lambdas/ to app.json. Import a module by name: `from scan.scanning import scan`.

    scanning      the app model of a package's folder, or every problem at once
    links         which files each lambda reaches, and what it reads there
    environment   lambdas whose variables are not plain to see, followed by the interpreter

    app_model         The app model (build/app.json) from the facts of all files
    clashes           What two lambdas cannot both have:
    infra_block       Finding the `infra:` block in a module's docstring, and the file line of each of its keys
    renames           An app whose `name:` is another than the one that its code was written for
    source            The facts of one Python file that the scan needs, from its syntax tree alone
"""
