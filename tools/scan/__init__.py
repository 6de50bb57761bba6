"""From lambdas/ to app.json. Import a module by name: `from scan.scanning import scan`.

    scanning      the app model of a package's folder, or every problem at once
    links         which files each lambda reaches, and what it reads there
    environment   lambdas whose variables are not plain to see, followed by the interpreter
"""
