//! The parameters of a call, read as Telegram reads them, and its refusals.

use serde_json::{Map, Value, json};

/// Whose fault a refusal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The bot could have known: the call itself is wrong.
    Bot,
    /// The world changed: blocked, deleted, migrated, too late.
    World,
}

/// An answer with `"ok": false`.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The `error_code`, also the HTTP status.
    pub code: u16,
    /// The `description`.
    pub description: String,
    /// The `parameters`: `retry_after` or `migrate_to_chat_id`.
    pub parameters: Option<Value>,
    /// Whose fault it is.
    pub blame: Blame,
}

impl ApiError {
    /// Any answer.
    pub fn new(code: u16, description: &str, blame: Blame) -> Self {
        Self { code, description: description.to_owned(), parameters: None, blame }
    }

    /// `400 Bad Request: ...` by the bot's own fault.
    pub fn malformed(why: &str) -> Self {
        Self::new(400, &format!("Bad Request: {why}"), Blame::Bot)
    }

    /// `400 Bad Request: ...` that the bot may not have foreseen.
    pub fn refused(why: &str) -> Self {
        Self::new(400, &format!("Bad Request: {why}"), Blame::World)
    }

    /// `403 Forbidden: ...`
    pub fn forbidden(why: &str) -> Self {
        Self::new(403, &format!("Forbidden: {why}"), Blame::World)
    }

    /// `429 Too Many Requests`, to be tried again after that many seconds.
    pub fn too_many(retry_after: u64, blame: Blame) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self { parameters: Some(json!({ "retry_after": retry_after })), ..Self::new(429, &description, blame) }
    }

    /// `400`: the group has become the supergroup `to`.
    pub fn migrated(to: i64) -> Self {
        Self {
            parameters: Some(json!({ "migrate_to_chat_id": to })),
            ..Self::refused("group chat was upgraded to a supergroup chat")
        }
    }

    /// The body of the answer.
    pub fn to_json(&self) -> Value {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}

/// The parameters of one call, from JSON, a form or the address.
#[derive(Clone, Debug, Default)]
pub struct Params(pub Map<String, Value>);

impl Params {
    /// The value, if it is there and not `null`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A number, also as a string, as forms send it.
    pub fn int(&self, name: &str) -> Result<Option<i64>, ApiError> {
        int_of(name, self.get(name))
    }

    /// A number that must be there.
    pub fn need_int(&self, name: &str) -> Result<i64, ApiError> {
        self.int(name)?.ok_or_else(|| ApiError::malformed(&format!("parameter \"{name}\" is required")))
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<Option<String>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(ApiError::malformed(&format!("parameter \"{name}\" must be of type String"))),
        }
    }

    /// A yes or no, no if it is not there.
    pub fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.get(name) {
            None | Some(Value::Bool(false)) => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(Value::String(text)) => Ok(matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "1")),
            Some(_) => Err(ApiError::malformed(&format!("parameter \"{name}\" must be of type Boolean"))),
        }
    }

    /// An object or array, also written as JSON in a string, as forms send it.
    pub fn json(&self, name: &str) -> Result<Option<Value>, ApiError> {
        match self.get(name) {
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| ApiError::malformed(&format!("can't parse {name} JSON object"))),
            other => Ok(other.cloned()),
        }
    }

    /// An array.
    pub fn array(&self, name: &str) -> Result<Option<Vec<Value>>, ApiError> {
        match self.json(name)? {
            None => Ok(None),
            Some(Value::Array(array)) => Ok(Some(array)),
            Some(_) => Err(ApiError::malformed(&format!("parameter \"{name}\" must be of type Array"))),
        }
    }
}

/// A number out of a JSON value or a string.
pub fn int_of(name: &str, value: Option<&Value>) -> Result<Option<i64>, ApiError> {
    let wrong = || ApiError::malformed(&format!("field \"{name}\" must be a Number"));
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => number.as_i64().map(Some).ok_or_else(wrong),
        Some(Value::String(text)) => text.trim().parse().map(Some).map_err(|_| wrong()),
        Some(_) => Err(wrong()),
    }
}

/// A sentence for each field of the object that is not among the known ones.
pub fn unknown_fields(what: &str, object: &Value, known: &[&str]) -> Vec<String> {
    let fields = object.as_object().into_iter().flat_map(Map::keys);
    fields
        .filter(|field| !known.contains(&field.as_str()))
        .map(|field| format!("{what} has the unknown field \"{field}\""))
        .collect()
}

/// Reads the parameters out of an HTTP request: the query of the address and
/// the body, which is JSON, a form or a multipart form. The error says what
/// could not be read.
pub fn read(query: &str, content_type: &str, body: &[u8]) -> Result<Params, String> {
    let mut params = form(query);
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    match kind.to_ascii_lowercase().as_str() {
        _ if body.is_empty() => {}
        "application/json" => match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => params.extend(object),
            Ok(_) => return Err("the body is JSON but no object".to_owned()),
            Err(error) => return Err(format!("the body is not JSON: {error}")),
        },
        "application/x-www-form-urlencoded" => params.extend(form(&String::from_utf8_lossy(body))),
        "multipart/form-data" => {
            let boundary = content_type.split("boundary=").nth(1).unwrap_or_default();
            let boundary = boundary.split(';').next().unwrap_or_default().trim_matches('"');
            params.extend(multipart(boundary, body));
        }
        other => return Err(format!("a body of type \"{other}\"")),
    }
    Ok(Params(params))
}

/// `a=1&b=x%20y`
fn form(encoded: &str) -> Map<String, Value> {
    let pairs = encoded.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), Value::String(decoded(value)))
        })
        .collect()
}

/// Resolves `+` and `%20`.
fn decoded(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = encoded.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let code = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let (byte, left) = match (first, code) {
            (b'%', Some(code)) => (code, &after[2..]),
            (b'+', _) => (b' ', after),
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text parts of a multipart form; of a file its name, its size and its first bytes, in hexadecimal.
fn multipart(boundary: &str, body: &[u8]) -> Map<String, Value> {
    let mut fields = Map::new();
    for part in split(body, format!("--{boundary}").as_bytes()) {
        let Some(end) = find(part, b"\r\n\r\n") else {
            continue;
        };
        let (head, content) = (String::from_utf8_lossy(&part[..end]), &part[end + 4..]);
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        let of_head = |key: &str| head.split(key).nth(1).and_then(|rest| rest.split('"').next());
        let Some(name) = of_head(" name=\"") else {
            continue;
        };
        let value = match of_head("filename=\"") {
            Some(file) => {
                let first: Vec<String> = content.iter().take(24).map(|byte| format!("{byte:02x}")).collect();
                let first = first.concat();
                json!({"file_name": file, "size": content.len(), "head": first})
            }
            None => Value::String(String::from_utf8_lossy(content).into_owned()),
        };
        fields.insert(name.to_owned(), value);
    }
    fields
}

/// Where some bytes first stand in others.
fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// The bytes between the separators.
fn split<'b>(mut bytes: &'b [u8], separator: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = find(bytes, separator) {
        parts.push(&bytes[..at]);
        bytes = &bytes[at + separator.len()..];
    }
    parts.push(bytes);
    parts
}
