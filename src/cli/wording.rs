//! The languages of the interface that the config names, for every command that speaks.

use super::Failure;
use crate::config;
use crate::knowledge::{Problem, Severity};
use crate::render::Languages;
use log::warn;

/// The languages without errors, the chosen one among them.
pub(super) fn sound(settings: &config::Wording) -> Result<Languages, Failure> {
    let (languages, problems) = load(settings)?;
    if let Some(error) = problems.iter().find(|problem| problem.severity == Severity::Error) {
        return Err(Failure::Unusable(format!("{error} (`bedside check` lists all)")));
    }
    for problem in problems {
        warn!("{problem}");
    }
    Ok(languages)
}

/// The languages and what is wrong with their files.
pub(super) fn load(settings: &config::Wording) -> Result<(Languages, Vec<Problem>), Failure> {
    let (languages, problems) = match &settings.dir {
        Some(folder) => Languages::from_folder(folder).map_err(|error| Failure::Unusable(error.to_string()))?,
        None => (Languages::default(), Vec::new()),
    };
    let language = &settings.language;
    if languages.get(language).is_none() {
        let known: Vec<&str> = languages.codes().collect();
        let remedy = match &settings.dir {
            Some(folder) => {
                format!("put {language}.ftl into {}, or write one of: {}", folder.display(), known.join(", "))
            }
            None => format!("name the folder that holds {language}.ftl with wording.dir, or write en"),
        };
        return Err(Failure::Unusable(format!(
            "wording.language = \"{language}\": there is no such language; {remedy}"
        )));
    }
    Ok((languages, problems))
}
