//! teloxide takes the fake for Telegram: it understands every answer.

use serde_json::json;
use teloxide::payloads::{
    AnswerCallbackQuerySetters, EditMessageTextSetters, GetUpdatesSetters, SendMessageSetters, SetWebhookSetters,
};
use teloxide::prelude::{Bot, Request, Requester};
use teloxide::types::{
    AllowedUpdate, BotCommand, ChatAction, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntityKind,
    MessageId, ParseMode, ReplyParameters, ThreadId, UpdateKind, UserId,
};
use teloxide::{ApiError, RequestError};

use crate::support::{BOT_USERNAME, FakeApi};

/// teloxide's client for the fake.
fn bot(api: &FakeApi) -> Bot {
    Bot::new(api.token()).set_api_url(api.url().parse().expect("an address"))
}

#[tokio::test]
async fn messages_and_edits_are_understood() {
    let api = FakeApi::start().await;
    let (bot, ann) = (bot(&api), api.private_chat("Ann"));
    assert_eq!(bot.get_me().await.expect("getMe").username(), BOT_USERNAME);
    let said = ann.say("question");
    let id = MessageId(i32::try_from(said.message_id).expect("a small number"));
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("More", "m")]]);
    let sent = bot
        .send_message(ChatId(ann.id()), "<b>Hi</b> <a href=\"https://e.org\">there</a>")
        .parse_mode(ParseMode::Html)
        .reply_parameters(ReplyParameters::new(id))
        .reply_markup(keyboard.clone())
        .await
        .expect("sendMessage");
    assert_eq!((sent.text(), sent.chat.id), (Some("Hi there"), ChatId(ann.id())));
    assert_eq!(sent.entities().map(|e| e[0].kind.clone()), Some(MessageEntityKind::Bold));
    assert_eq!(sent.reply_to_message().map(|message| message.id), Some(id));
    assert_eq!(sent.reply_markup(), Some(&keyboard));

    let edited = bot.edit_message_text(sent.chat.id, sent.id, "two").await.expect("editMessageText");
    assert_eq!((edited.text(), edited.edit_date().is_some()), (Some("two"), true));
    let again = bot.edit_message_text(sent.chat.id, sent.id, "two").parse_mode(ParseMode::Html).await;
    assert!(matches!(again, Err(RequestError::Api(ApiError::MessageNotModified))), "{again:?}");
    bot.send_chat_action(sent.chat.id, ChatAction::Typing).await.expect("sendChatAction");
    bot.delete_message(sent.chat.id, sent.id).await.expect("deleteMessage");
    api.assert_no_violations();
}

#[tokio::test]
async fn refusals_are_recognised() {
    let api = FakeApi::start().await;
    let (bot, ann) = (bot(&api), api.private_chat("Ann"));
    let id = ChatId(ann.id());
    let refused = |result: Result<teloxide::types::Message, RequestError>| match result {
        Err(RequestError::Api(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(bot.send_message(ChatId(1), "x").await), ApiError::ChatNotFound);
    assert_eq!(refused(bot.send_message(id, "").await), ApiError::MessageTextIsEmpty);
    assert_eq!(refused(bot.send_message(id, "x".repeat(4097)).await), ApiError::MessageIsTooLong);
    let html = bot.send_message(id, "a < b").parse_mode(ParseMode::Html).await;
    assert!(matches!(refused(html), ApiError::CantParseEntities(_)));
    let reply = bot.send_message(id, "x").reply_parameters(ReplyParameters::new(MessageId(1))).await;
    assert_eq!(refused(reply), ApiError::MessageToReplyNotFound);
    let buttons = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("x", "y".repeat(65))]]);
    assert_eq!(refused(bot.send_message(id, "x").reply_markup(buttons).await), ApiError::ButtonDataInvalid);
    ann.block();
    assert_eq!(refused(bot.send_message(id, "x").await), ApiError::BotBlocked);
    let group = api.group("Carers");
    let new = group.migrate();
    let moved = bot.send_message(ChatId(group.id()), "x").await;
    assert!(matches!(moved, Err(RequestError::MigrateToChatId(to)) if to == ChatId(new.id())), "{moved:?}");
    api.fault("sendMessage", crate::support::Fault::TooManyRequests(7));
    let busy = bot.send_message(ChatId(new.id()), "x").await;
    assert!(matches!(busy, Err(RequestError::RetryAfter(after)) if after.seconds() == 7), "{busy:?}");
}

#[tokio::test]
async fn updates_of_every_kind_are_understood() {
    let api = FakeApi::start().await;
    let (bot, ann, forum) = (bot(&api), api.private_chat("Ann"), api.forum("Carers"));
    api.set_privacy_mode(false);
    let allowed = [
        AllowedUpdate::Message,
        AllowedUpdate::EditedMessage,
        AllowedUpdate::CallbackQuery,
        AllowedUpdate::InlineQuery,
        AllowedUpdate::MyChatMember,
        AllowedUpdate::ChannelPost,
    ];
    bot.get_updates().allowed_updates(allowed).await.expect("getUpdates");

    let said = ann.say("hello");
    let asked = ann.press_data(said.message_id, "x");
    ann.edit(said.message_id, "hello again");
    ann.inline_query("pain");
    ann.compose("look").photo().forwarded_from_channel("News").send();
    for step in [ann.block(), ann.unblock(), forum.promote_bot(), forum.mute_bot(), forum.unblock()] {
        assert!(step.is_some());
    }
    let diet = forum.topic("Diet");
    diet.say("in a topic");
    forum.anonymous_admin().say("hidden");
    forum.compose("news").posted_by_linked_channel("News").send();
    forum.welcome("Bob");
    api.group("Old").migrate();
    api.channel("News").say("post");

    let updates = bot.get_updates().await.expect("getUpdates");
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
        if let UpdateKind::Message(message) = &update.kind {
            assert!(!matches!(message.kind, teloxide::types::MessageKind::Empty {}), "{message:?}");
        }
    }
    assert_eq!(updates.len(), api.pending_updates().len());
    let in_topic = updates.iter().find_map(|update| match &update.kind {
        UpdateKind::Message(message) if message.text() == Some("in a topic") => Some(message.clone()),
        _ => None,
    });
    let in_topic = in_topic.expect("the message in the topic");
    assert_eq!(
        (in_topic.is_topic_message, in_topic.thread_id.map(|ThreadId(id)| i64::from(id.0))),
        (true, diet.topic_id())
    );

    bot.answer_callback_query(asked.id.into()).text("ok").await.expect("answerCallbackQuery");
    let sent = bot.send_message(in_topic.chat.id, "x").message_thread_id(in_topic.thread_id.expect("a thread")).await;
    assert!(sent.expect("sendMessage").is_topic_message);
    let unknown = bot.answer_callback_query("1".to_owned().into()).await;
    // teloxide 0.17 spells "query id" where Telegram writes "query ID".
    assert!(matches!(unknown, Err(RequestError::Api(ApiError::Unknown(_)))), "{unknown:?}");
    api.push_raw(json!({"from_the_future": {}}));
    let updates = bot.get_updates().offset(-1).await.expect("getUpdates");
    assert!(matches!(updates[0].kind, UpdateKind::Error(_)));
}

#[tokio::test]
async fn chats_and_settings_are_understood() {
    let api = FakeApi::start().await;
    let (bot, group, ann) = (bot(&api), api.group("Carers"), api.private_chat("Ann"));
    let id = ChatId(group.id());
    assert_eq!(bot.get_chat(id).await.expect("getChat").title(), Some("Carers"));
    for chat in [api.forum("Forum").id(), api.channel("News").id(), ann.id()] {
        bot.get_chat(ChatId(chat)).await.expect("getChat");
    }
    let user = |id: i64| UserId(u64::try_from(id).expect("a person"));
    assert!(bot.get_chat_member(id, user(group.user_id())).await.expect("getChatMember").is_owner());
    group.mute_bot();
    assert!(
        bot.get_chat_member(id, bot.get_me().await.expect("getMe").id).await.expect("getChatMember").is_restricted()
    );
    group.promote_bot();
    assert_eq!(bot.get_chat_administrators(id).await.expect("getChatAdministrators").len(), 2);
    bot.set_my_commands([BotCommand::new("help", "Help")]).await.expect("setMyCommands");
    assert_eq!(bot.get_my_commands().await.expect("getMyCommands").len(), 1);
    let hook = "https://bot.example.org/hook".parse().expect("an address");
    bot.set_webhook(hook).secret_token("s3cret").max_connections(5).send().await.expect("setWebhook");
    assert_eq!(api.webhook().and_then(|webhook| webhook.secret_token).as_deref(), Some("s3cret"));
    assert!(bot.get_webhook_info().await.expect("getWebhookInfo").url.is_some());
    bot.delete_webhook().await.expect("deleteWebhook");
    bot.leave_chat(id).await.expect("leaveChat");
    api.assert_no_violations();
}
