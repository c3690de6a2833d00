//! How values are written into knowledge files: one text a line in long lists, passages over several lines.

use std::fmt::Write as _;
use toml_edit::{Array, Value};

/// A list with one text a line.
#[must_use]
pub fn lines_of_texts<T: AsRef<str>>(texts: &[T]) -> Array {
    let mut array = Array::new();
    for text in texts {
        let mut item = Value::from(text.as_ref());
        item.decor_mut().set_prefix("\n  ");
        array.push_formatted(item);
    }
    if !texts.is_empty() {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

/// A list on one line, or on several filled ones where it is long.
#[must_use]
pub fn short_list<T: AsRef<str>>(texts: &[T]) -> Array {
    /// Letters a line.
    const WIDTH: usize = 110;
    let total: usize = texts.iter().map(|text| text.as_ref().len() + 4).sum();
    if total <= WIDTH {
        return texts.iter().map(AsRef::as_ref).collect();
    }
    let mut array = Array::new();
    let mut width = WIDTH;
    for text in texts {
        let mut item = Value::from(text.as_ref());
        width += text.as_ref().len() + 4;
        if width > WIDTH {
            item.decor_mut().set_prefix("\n  ");
            width = text.as_ref().len() + 6;
        } else {
            item.decor_mut().set_prefix(" ");
        }
        array.push_formatted(item);
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}

/// A text over several lines between three quotation marks, as it stands.
#[must_use]
pub fn long_text(text: &str) -> Value {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            '\n' | '\t' => escaped.push(letter),
            other if other.is_control() => {
                // writing to a String cannot fail
                let _ = write!(escaped, "\\u{:04X}", u32::from(other));
            }
            other => escaped.push(other),
        }
    }
    let escaped = escaped.replace("\"\"\"", "\"\"\\\"");
    // a text that is no valid TOML in this form is written in the plain one
    format!("\"\"\"\n{escaped}\n\"\"\"").parse().unwrap_or_else(|_| Value::from(text))
}
