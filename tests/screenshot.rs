//! The report of `eval` as a phone shows it: headless Chromium draws the page and tells what became of it.
//!
//! `.ci/run` installs Chromium and runs this; by hand: `cargo test --test screenshot -- --ignored`, with `CHROMIUM` naming
//! the program if it is not `chromium`.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::bedside_cmd_in;

/// The width of a small phone and the height of what is drawn, in CSS pixels.
const PHONE: (u32, u32) = (360, 1600);
/// Chromium's window is never as narrow as a phone; the page is shown in a frame inside.
const WINDOW: (u32, u32) = (600, 1700);
/// Smaller letters are not readable on a phone, in CSS pixels.
const SMALLEST_LETTERS: f64 = 9.0;

/// What the page measures of itself once it is drawn.
const MEASURE: &str = "onload = () => {
    const page = frame.contentDocument, root = page.documentElement;
    const sizes = [];
    for (const element of page.querySelectorAll('body *')) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || ['STYLE', 'SCRIPT', 'TITLE'].includes(element.tagName.toUpperCase())) continue;
        const turned = element.getScreenCTM?.();
        const drawn = turned ? Math.hypot(turned.a, turned.b) : 1;
        if (element.checkVisibility()) sizes.push(parseFloat(getComputedStyle(element).fontSize) * drawn);
    }
    document.title = JSON.stringify({
        width: root.scrollWidth, height: root.scrollHeight, smallest: Math.min(...sizes), texts: sizes.length,
        plots: page.querySelectorAll('svg').length,
    });
}";

fn chromium(folder: &Path, arguments: &[&str]) -> String {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let size = format!("--window-size={},{}", WINDOW.0, WINDOW.1);
    let usual =
        ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=5000", &size];
    let mut command = Command::new(&program);
    command.args(usual).arg(format!("--user-data-dir={}", folder.join("profile").display())).args(arguments);
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}; install Chromium"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The page inside a frame as wide as a phone.
fn framed(page: &str, style: &str) -> String {
    let page = page.replace("</head>", &format!("<style>{style}</style></head>"));
    let source = page.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<!DOCTYPE html><html><body style=\"margin:0\"><iframe id=\"frame\" style=\"border:0;width:{}px;height:{}px\" \
         srcdoc=\"{source}\"></iframe><script>{MEASURE}</script></body></html>",
        PHONE.0, PHONE.1
    )
}

/// What the page measures.
fn measured(folder: &Path, page: &str, style: &str) -> Value {
    let path = folder.join("framed.html");
    fs::write(&path, framed(page, style)).unwrap();
    let shown = chromium(folder, &["--dump-dom", &format!("file://{}", path.display())]);
    let title = shown.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
    serde_json::from_str(&title.unwrap_or_default().replace("&quot;", "\"")).unwrap_or_else(|_| panic!("{shown}"))
}

/// The picture, as rows of red, green and blue.
fn drawn(folder: &Path) -> (u32, Vec<[u8; 3]>) {
    let (picture, page) = (folder.join("picture.png"), folder.join("framed.html"));
    let screenshot = format!("--screenshot={}", picture.display());
    chromium(folder, &[&screenshot, &format!("file://{}", page.display())]);
    let mut decoder = png::Decoder::new(std::io::BufReader::new(fs::File::open(picture).unwrap()));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let samples = info.color_type.samples();
    (info.width, bytes.chunks_exact(samples).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

#[test]
#[ignore = "needs Chromium: .ci/run installs it and runs this"]
fn the_report_can_be_read_on_a_phone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let questions = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/questions.tsv");
    let (code, _, log) = bedside_cmd_in(folder, &["eval", questions, "--report", "report.html"], &[], "");
    assert_eq!(code, Some(0), "{log}");
    let page = fs::read_to_string(folder.join("report.html")).unwrap();

    // what is measured can be wrong: a page that is too wide, with letters too small
    let bad = measured(folder, &page, "table{min-width:50rem} small{font-size:5px}");
    assert!(bad["width"].as_f64().unwrap() > f64::from(PHONE.0), "{bad}");
    assert!(bad["smallest"].as_f64().unwrap() < SMALLEST_LETTERS, "{bad}");

    let good = measured(folder, &page, "");
    assert!(good["width"].as_f64().unwrap() <= f64::from(PHONE.0), "it must be pushed sideways: {good}");
    assert!(good["height"].as_f64().unwrap() > f64::from(PHONE.1), "more than a screen: {good}");
    assert!(good["smallest"].as_f64().unwrap() >= SMALLEST_LETTERS, "letters too small: {good}");
    assert!(good["texts"].as_u64().unwrap() > 50 && good["plots"].as_u64().unwrap() >= 1, "{good}");

    let (width, pixels) = drawn(folder);
    assert_eq!(width, WINDOW.0);
    let phone: Vec<[u8; 3]> = pixels
        .chunks_exact(width as usize)
        .take(PHONE.1 as usize)
        .flat_map(|row| row[..PHONE.0 as usize].iter().copied())
        .collect();
    let paper = phone[0];
    let inked = phone.iter().filter(|pixel| **pixel != paper).count() as f64 / phone.len() as f64;
    assert!((0.03..0.6).contains(&inked), "{inked:.3} of the screen is drawn on");
    let last_rows = &phone[phone.len() - 400 * PHONE.0 as usize..];
    assert!(last_rows.iter().any(|pixel| *pixel != paper), "the end of the screen is empty");
}
