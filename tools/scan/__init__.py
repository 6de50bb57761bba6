"""From lambdas/ to app.json: recipes/ validates each block, and interpreter/ follows the code.

Import a module by name: `from scan.scanning import scan`.
"""
