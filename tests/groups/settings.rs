//! What the admins of a group can set.

use super::*;
use crate::support::{BotProcess, Chat, FakeApi, Fault, Role};

#[tokio::test]
async fn admins_set_by_buttons_and_nobody_else_can() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (nora, bob) = (group.admin("Nora"), group.member("Bob"));
    assert_eq!(bob.ask("/settings").await.text, wording().only_admins_set());
    let menu = nora.ask("/settings").await;
    assert!(
        menu.text.contains(&wording().everyone_may_ask()) && menu.text.contains(&wording().answers_come_here()),
        "{menu}"
    );
    let refused = bob.press(menu.button("Let only admins ask"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().only_admins_set()));
    nora.press(menu.button("Let only admins ask"));
    let changed = nora.next_reply().await;
    assert!(changed.is_edit() && changed.text.contains(&wording().admins_may_ask()), "{changed}");
    // another admin goes on, also one who is the owner
    group.press(changed.button("Answer in private"));
    let changed = group.next_reply().await;
    assert!(changed.text.contains(&wording().answers_come_in_private()), "{changed}");
    changed.button("Let everyone ask");
    changed.button("Answer in the group");
    nora.press(changed.button("Done"));
    assert!(nora.next_reply().await.buttons.is_empty());
    api.assert_no_violations();
}

#[tokio::test]
async fn whether_somebody_is_an_admin_is_asked_at_each_use() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let nora = api.supergroup("Family").admin("Nora");
    let menu = nora.ask("/settings").await;
    nora.set_role(Role::Member);
    let refused = nora.press(menu.button("Let only admins ask"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().only_admins_set()));
    assert_eq!(nora.ask("/settings").await.text, wording().only_admins_set());
    nora.set_role(Role::Administrator);
    api.fault("getChatAdministrators", Fault::Http(502));
    nora.press(menu.button("Let only admins ask"));
    assert!(nora.next_reply().await.text.contains(&wording().admins_may_ask()));
    api.assert_no_violations();
}

#[tokio::test]
async fn an_anonymous_admin_is_one_and_presses_under_their_own_name() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (nora, bob) = (group.admin("Nora"), group.member("Bob"));
    let menu = group.anonymous_admin().ask("/settings").await;
    let refused = bob.press(menu.button("Answer in private"));
    assert_eq!(api.answer_to(&refused).await.text, Some(wording().only_admins_set()));
    nora.press(menu.button("Let only admins ask"));
    assert!(nora.next_reply().await.text.contains(&wording().admins_may_ask()));
    assert_answers(&group.anonymous_admin().ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    api.assert_no_violations();
}

/// Sets something by typing it.
async fn set(admin: &Chat, what: &str) {
    let menu = admin.ask(&format!("/settings {what}")).await;
    menu.button("Done");
}

#[tokio::test]
async fn where_only_admins_may_ask_others_are_told_once_and_an_emergency_is_answered() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let (nora, bob) = (group.admin("Nora"), group.member("Bob"));
    set(&nora, "ask admins").await;
    let refused = bob.ask(&format!("/ask {SYMPTOMS}")).await;
    assert_eq!(refused.text, wording().only_admins_ask());
    assert_eq!(link(&refused, "Ask me privately"), deep_link("ask"));
    bob.say(&format!("/ask {SYMPTOMS}"));
    bob.say("/topics");
    api.expect_silence(&bob, A_WHILE).await;
    assert!(bob.ask("/privacy").await.text.contains("not keep"));
    assert!(bob.ask(&format!("/ask {EMERGENCY}")).await.text.starts_with("This may be"));
    assert_answers(&nora.ask(&format!("/ask {SYMPTOMS}")).await, "symptoms");
    set(&nora, "ask everyone").await;
    assert_answers(&bob.ask(&format!("/ask {TREATMENT}")).await, "treatment-options");
    api.assert_no_violations();
}

#[tokio::test]
async fn answers_in_private_leave_a_link_in_the_group() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let bob = group.member("Bob");
    set(&group, "answers private").await;
    let reply = bob.ask(&format!("/ask {SYMPTOMS}")).await;
    assert!(
        reply.text.starts_with(&wording().answer_is_private()) && !reply.text.contains(&passage("symptoms")),
        "{reply}"
    );
    assert_eq!(link(&reply, SYMPTOMS), deep_link("symptoms"));
    let offer = bob.ask("/ask information about spread").await;
    assert!(
        offer.all_buttons().len() > 1 && offer.all_buttons().iter().all(|button| button.action == "url"),
        "{offer}"
    );
    assert!(bob.ask(&format!("/ask {EMERGENCY}")).await.text.starts_with("This may be"));
    set(&group, "answers here").await;
    assert_answers(&bob.ask(&format!("/ask {TREATMENT}")).await, "treatment-options");
    api.assert_no_violations();
}

#[tokio::test]
async fn settings_outlive_a_restart_and_follow_the_group_when_it_becomes_a_supergroup() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    let group = api.group("Family");
    set(&group, "ask admins").await;
    let bot = restarted(bot).await;
    let moved = group.migrate();
    api.wait_until_all_confirmed().await;
    let menu = moved.ask("/settings").await;
    assert!(menu.text.contains(&wording().admins_may_ask()), "{menu}");
    drop(bot);
    api.assert_no_violations();
}

#[tokio::test]
async fn settings_follow_a_group_whose_move_shows_only_in_an_error() {
    let api = FakeApi::start().await;
    let mut bot = BotProcess::start(&api).await;
    let setup = bot.setup();
    let group = api.group("Family");
    set(&group, "ask admins").await;
    bot.terminate();
    bot.wait(Duration::from_secs(15)).await;
    group.say(&format!("/ask {SYMPTOMS}"));
    let moved = group.migrate_silently();
    let _bot = setup.start().await;
    assert_answers(&moved.next_reply().await, "symptoms");
    let menu = moved.ask("/settings").await;
    assert!(menu.text.contains(&wording().admins_may_ask()), "{menu}");
}

#[tokio::test]
async fn settings_are_deleted_when_the_bot_is_removed() {
    let api = FakeApi::start().await;
    let bot = BotProcess::start(&api).await;
    for (number, leave) in [Role::Kicked, Role::Left].into_iter().enumerate() {
        let group = api.supergroup(&format!("Family {number}"));
        set(&group, "ask admins").await;
        let gone = group.set_bot_role(leave).unwrap();
        api.wait_until_confirmed(gone).await;
        group.unblock();
        assert_eq!(group.next_reply().await.text, wording().added_to_group());
        assert!(group.ask("/settings").await.text.contains(&wording().everyone_may_ask()));
    }
    assert!(!bot.output().contains("refused"), "{}", bot.output());
}

#[tokio::test]
async fn the_language_can_be_chosen_where_there_is_more_than_one() {
    let api = FakeApi::start().await;
    let setup = BotProcess::with(&api);
    std::fs::create_dir(setup.dir().join("words")).unwrap();
    let german = "language_name = Deutsch\nonly_admins_ask = Nur Admins fragen hier.\nmy_unused = x\n";
    let german = german.replace("my_unused = x\n", "");
    std::fs::write(setup.dir().join("words/de.ftl"), german).unwrap();
    let _bot = setup.config("[wording]\ndir = \"words\"\n").start().await;
    let group = api.supergroup("Family");
    let menu = group.ask("/settings").await;
    group.press(menu.button("Deutsch"));
    let changed = group.next_reply().await;
    assert!(changed.text.contains("Deutsch"), "{changed}");
    changed.button("English");
    set(&group, "ask admins").await;
    assert_eq!(group.member("Bob").ask("/ask hello").await.text, "Nur Admins fragen hier.");
    api.assert_no_violations();
}

#[tokio::test]
async fn in_a_private_chat_settings_say_where_they_belong() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    assert_eq!(api.private_chat("Ann").ask("/settings").await.text, wording().settings_in_groups_only());
}

#[tokio::test]
async fn forget_in_a_group_forgets_what_was_answered_there_and_keeps_its_settings() {
    let api = FakeApi::start().await;
    let _bot = BotProcess::start(&api).await;
    let group = api.supergroup("Family");
    let bob = group.member("Bob");
    set(&group, "thumbs off").await;
    let ask = format!("/ask {SYMPTOMS}");
    assert_answers(&bob.ask(&ask).await, "symptoms");
    assert_eq!(bob.ask(&ask).await.text, wording().answered_above());
    assert_eq!(bob.ask("/forget").await.text, wording().forgotten());
    assert_answers(&bob.ask(&ask).await, "symptoms");
    assert!(group.ask("/settings").await.text.contains(&wording().thumbs_are_off()));
    api.assert_no_violations();
}
