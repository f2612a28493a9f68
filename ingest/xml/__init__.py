"""What GPX and TCX share: plain (any document in one plain way) -> points (in columns), walk (the rest), recording."""
