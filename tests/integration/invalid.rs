//! Bad input of every kind ends in a diagnostic that names file, line and remedy.
