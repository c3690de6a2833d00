//! The languages of the interface: English, and those of the files in a folder.

use super::language::Language;
use crate::knowledge::{Problem, Problems};
use std::path::Path;
use std::sync::Arc;
use unic_langid::LanguageIdentifier;

/// How a file of a language ends.
const EXTENSION: &str = "ftl";

/// The languages at hand; English is always among them.
#[derive(Debug, Clone)]
pub struct Languages(Vec<Arc<Language>>);

impl Default for Languages {
    fn default() -> Self {
        Self(vec![Arc::new(Language::english())])
    }
}

/// A folder of languages cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("wording.dir = \"{0}\" cannot be read ({1}): name a folder of files like de.ftl")]
pub struct Unreadable(String, std::io::Error);

impl Languages {
    /// Reads every `CODE.ftl` of a folder, and says what is wrong with them. `en.ftl` rewords what it names.
    pub fn from_folder(folder: &Path) -> Result<(Self, Vec<Problem>), Unreadable> {
        let unreadable = |error| Unreadable(folder.display().to_string(), error);
        let mut paths = Vec::new();
        for item in std::fs::read_dir(folder).map_err(unreadable)? {
            paths.push(item.map_err(unreadable)?.path());
        }
        paths.sort();
        let english = Arc::new(Language::english());
        let mut languages = vec![english.clone()];
        let mut problems = Problems::default();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION)) {
            let file = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|error| Unreadable(file.clone(), error))?;
            let code = path.file_stem().unwrap_or_default().to_string_lossy();
            let place = crate::knowledge::Place { file: file.as_str().into(), line: 1 };
            if code.parse::<LanguageIdentifier>().is_err() {
                problems.error(
                    &place,
                    format!("`{code}` is no code of a language"),
                    "name the file like de.ftl or pt-BR.ftl",
                );
            }
            let language = Arc::new(Language::read(&code, &text, &file, english.clone(), &mut problems));
            languages.retain(|known| known.code() != code);
            languages.push(language);
        }
        Ok((Self(languages), problems.sorted()))
    }

    /// The language of this code, whatever its case.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Arc<Language>> {
        self.0.iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// Their codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|language| language.code())
    }

    /// English, as built in or reworded.
    #[must_use]
    pub fn english(&self) -> Arc<Language> {
        self.get("en").cloned().unwrap_or_else(|| Arc::new(Language::english()))
    }
}
