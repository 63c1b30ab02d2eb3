"""Reports: what the line did, by hour and by day, with the definition of each figure beside it.

- ``figures``  every figure: its name, its definition, how it is written
- ``plots``    pictures of them
- ``export``   the same as CSV and XLSX
- ``steps``    where callers left, on the call map
"""
