//! Inline queries: answered as they come, a few at a time, and never stored. Worthless seconds later, they are dropped
//! where too many wait.

use super::admin::DAY;
use super::api::Api;
use super::guard::guarded_now;
use super::live::Live;
use super::send::{NO_PREVIEW, keyboard};
use super::tally::Tally;
use super::wire;
use crate::conversation::{Conversation, Listing};
use crate::monitor::Monitor;
use crate::render::{Article, START_ASK, Wording, html};
use log::debug;
use std::sync::Arc;
use std::time::Instant;
use teloxide::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters};
use teloxide::types::{
    InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText, ParseMode,
};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Results in one answer, Telegram's most (<https://core.telegram.org/bots/api#answerinlinequery>).
const PAGE: usize = 50;
/// Seconds for which Telegram may show the same results to whoever types the same words.
const CACHE: u32 = 300;
/// Queries that are answered at a time.
const AT_A_TIME: usize = 8;
/// Queries that wait for that at most.
const WAITING: usize = 64;

/// What somebody types.
pub(super) struct Query {
    id: String,
    words: String,
    /// Where the next page begins, as an answer before said.
    offset: String,
}

impl From<wire::InlineQuery> for Query {
    fn from(query: wire::InlineQuery) -> Self {
        Self { id: query.id, words: query.query, offset: query.offset }
    }
}

/// Where queries are handed in; without anybody behind it they are dropped.
#[derive(Default)]
pub(super) struct Desk(Option<mpsc::Sender<Query>>);

impl Desk {
    /// A desk, and what comes in at it.
    pub(super) fn open() -> (Self, mpsc::Receiver<Query>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(Some(sender)), receiver)
    }

    /// Hands a query in; drops it if too many wait.
    pub(super) fn take(&self, query: Query, monitor: &Monitor) {
        let taken = self.0.as_ref().is_some_and(|desk| desk.try_send(query).is_ok());
        if !taken {
            monitor.update("inline", "dropped");
        }
    }
}

/// Answers queries as long as any may come.
pub(super) async fn serve(
    api: Arc<Api>,
    live: Arc<Live>,
    monitor: Arc<Monitor>,
    tally: Arc<Tally>,
    mut queries: mpsc::Receiver<Query>,
) {
    let mut tasks = JoinSet::new();
    while let Some(query) = queries.recv().await {
        while tasks.len() >= AT_A_TIME {
            tasks.join_next().await;
        }
        while tasks.try_join_next().is_some() {}
        let page = || page(&live.now().conversation, &query, &api, &monitor);
        let Some((answer, decision)) = guarded_now(&monitor, page) else { continue };
        tally.count(api.clock().now().div_euclid(DAY), "inline", decision);
        let (api, monitor) = (api.clone(), monitor.clone());
        tasks.spawn(async move {
            let answered = api.call(&answer).await;
            if let Err(refusal) = &answered {
                debug!("an inline query could not be answered: {refusal}");
            }
            monitor.update("inline", if answered.is_ok() { "answered" } else { "refused" });
        });
    }
}

/// The answer to a query, a page of results, the same for everybody; and what was decided.
fn page(conversation: &Conversation, query: &Query, api: &Api, monitor: &Monitor) -> (AnswerInlineQuery, &'static str) {
    let begun = Instant::now();
    let (listing, decision) = conversation.listing(&query.words);
    if decision != "sections" {
        monitor.decided(decision, begun.elapsed());
    }
    let offset: usize = query.offset.parse().unwrap_or(0);
    let (articles, next, wording) = match listing {
        Listing::Urgent(article) => (vec![*article], None, None),
        Listing::Entries { ids, alarming, personal } => {
            let page = ids.iter().skip(offset).take(PAGE);
            let articles = page.filter_map(|id| conversation.article(id, alarming)).collect();
            let next = offset.saturating_add(PAGE);
            let alone = ids.is_empty() || personal;
            (articles, Some(next).filter(|next| *next < ids.len()), alone.then(|| conversation.wording()))
        }
    };
    let results = articles.iter().map(|article| result(article, api));
    let answer = AnswerInlineQuery::new(InlineQueryId(query.id.clone()), results)
        .cache_time(CACHE)
        .is_personal(false)
        .next_offset(next.map(|next| next.to_string()).unwrap_or_default());
    let answer = match wording {
        Some(wording) => answer.button(private_chat(wording)),
        None => answer,
    };
    (answer, decision)
}

fn private_chat(wording: &Wording) -> InlineQueryResultsButton {
    InlineQueryResultsButton {
        text: wording.ask_privately(),
        kind: InlineQueryResultsButtonKind::StartParameter(START_ASK.to_owned()),
    }
}

fn result(article: &Article, api: &Api) -> InlineQueryResult {
    // an article's card fits one message
    let text = html::messages(&article.card).into_iter().next().unwrap_or_default();
    let content =
        InputMessageContentText::new(text.as_str()).parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
    let result = InlineQueryResultArticle::new(&article.id, &article.title, InputMessageContent::Text(content))
        .description(&article.description);
    let buttons = keyboard(&article.card, api.username());
    InlineQueryResult::Article(if buttons.inline_keyboard.is_empty() { result } else { result.reply_markup(buttons) })
}
