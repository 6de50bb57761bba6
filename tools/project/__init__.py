"""The files of an app and of Pareto: `make new-app`, `make new-lambda`, `make upgrade`, `make ci`.

    codebuild         the buildspec for CodeBuild and the template of its projects
    git               the state of a folder in git
    github            the workflow of GitHub Actions and the template of its roles
    lambda_files      the files of a new lambda
    settings_text     app.yaml with every setting shown
    upgrade_plan      which files an upgrade replaces
"""
