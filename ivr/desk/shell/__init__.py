"""What all pages of the desk share: their frame, navigation, looks, words and small scripts."""
