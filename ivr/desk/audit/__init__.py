"""The auditor's pages: who heard or saw what of whom, whether the trail holds, who signed in.

Auditors are audited: who looked for a person, and who took the trail out, is in the trail.
"""
