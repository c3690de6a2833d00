//! Buttons: what stands under an answer, what a tap does, and the same typed.

use super::*;

/// Buttons as the first version wrote them, and what comes of each: they may stand in a chat for years.
const OLD_BUTTONS: [(&str, &str); 6] = [
    ("e:symptoms", SYMPTOMS),
    ("n:symptoms,no-symptoms,treatment-options", "Perhaps you meant"),
    ("s:Signs", "Signs"),
    ("q:symptoms", SYMPTOMS),
    ("t:", "What I can answer"),
    ("x:", "I found nothing about this"),
];

#[tokio::test]
async fn buttons_in_the_form_of_the_first_version_work_after_a_restart() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let message = ann.ask(SYMPTOMS).await.message_id.unwrap();
    bot.terminate();
    assert_eq!(bot.wait(SETTLED).await, Some(0));
    let _bot = bot.setup().start().await;
    for (data, part) in OLD_BUTTONS {
        ann.press_data(message, data);
        let shown = ann.next_reply().await;
        assert!(shown.text.contains(part), "{data}: {shown}");
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn at_most_three_related_questions_stand_under_any_passage() {
    let api = FakeApi::start().await;
    let limits = "[telegram.limits]\nper_chat_per_second = 0\noverall_per_second = 0\n";
    let _bot = BotProcess::with(&api).config(limits).start().await;
    let ann = api.private_chat("Ann");
    let knowledge = built_in().knowledge;
    for entry in &knowledge.entries {
        let shown = ann.ask(&format!("/start {}", entry.id)).await;
        let related = shown
            .all_buttons()
            .iter()
            .filter(|button| knowledge.entries.iter().any(|e| e.question == button.text))
            .count();
        assert!((1..=3).contains(&related), "{}: {shown}", entry.id);
    }
}

#[tokio::test]
async fn everything_a_button_does_can_be_typed() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let reply = ann.ask(SYMPTOMS).await;
    let related = reply.all_buttons()[0].text.clone();
    let offer = ann.ask("not what I asked").await;
    assert!(offer.all_buttons().len() >= 2, "{offer}");
    let second = offer.all_buttons()[1].text.clone();
    assert_eq!(ann.ask("2").await.parts("bold"), [second]);
    assert_eq!(ann.ask(&related.to_uppercase()).await.parts("bold"), [related]);
    assert!(ann.ask("None of these!").await.text.contains(&Wording::default().no_passage()));
    let topics = ann.ask("all topics").await;
    topics.button("Signs");
    ann.ask("signs").await.button("What are the symptoms");
    let none = ann.ask("77").await;
    assert!(none.text.contains("from 1 to "), "{none}");
    // typed in full the question would be the label of a button of the section
    ann.ask("symptoms of liver metastases").await.button("This helped");
    ann.say("this helped");
    let changed = ann.next_reply().await;
    changed.button("You said: it helped");
    assert!(ann.next_reply().await.text.contains("counted"));
    api.assert_no_violations();
}

#[tokio::test]
async fn whether_a_passage_helped_is_counted_changeable_and_nobodys() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let mut shown = ann.ask(SYMPTOMS).await;
    let counts = || bedside_cmd_in(bot.dir(), &["ratings", "--config", "config.toml"], &[], "").1;
    let steps = [
        ("This helped", "1\t0\tsymptoms"),
        ("This did not help", "0\t1\tsymptoms"),
        ("You said: it did not help", "0\t0\tsymptoms"),
        ("This helped", "1\t0\tsymptoms"),
    ];
    for (label, counted) in steps {
        let asked = ann.press(shown.button(label));
        assert!(api.answer_to(&asked).await.text.is_some(), "a short notice");
        let edit = ann.next_reply().await;
        assert!(edit.is_edit() && edit.message_id == shown.message_id, "{edit}");
        assert!(counts().contains(counted), "{label}: {}", counts());
        edit.button("Not what I asked");
        shown = edit;
    }
    api.assert_no_violations();
    let file = String::from_utf8_lossy(&std::fs::read(bot.store()).unwrap()).into_owned();
    assert!(!file.contains("Ann"), "nothing about a person");
}

#[tokio::test]
async fn quick_taps_before_the_buttons_change_count_once() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let ann = api.private_chat("Ann");
    let shown = ann.ask(SYMPTOMS).await;
    let button = shown.button("This helped");
    let taps: Vec<_> = (0..3).map(|_| ann.press(button)).collect();
    for tap in &taps {
        api.answer_to(tap).await;
    }
    let (_, counts, _) = bedside_cmd_in(bot.dir(), &["ratings", "--config", "config.toml"], &[], "");
    assert!(counts.contains("1\t0\tsymptoms"), "{counts}");
}

#[test]
fn the_terminal_understands_what_is_typed_instead_of_a_number() {
    let talk = format!("{SYMPTOMS}\n99\nNot what I asked\nnone of these\n/hlep\n/QUIT\nnot read any more\n");
    let (code, out, err) = bedside_cmd(&["chat"], &talk);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("Please type a number from 1 to "), "{out}");
    assert!(out.contains("Perhaps you meant one of these?"), "{out}");
    assert!(out.contains("I found nothing about this"), "{out}");
    assert!(out.contains("Did you mean /help?"), "{out}");
    assert!(!out.contains("This helped"), "nothing is counted in a terminal: {out}");
}
