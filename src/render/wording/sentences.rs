//! The sentences by name: a method each, so that no caller can misspell a key. What they say stands in `en.ftl`.

use super::Wording;
use super::language::Value;

/// A method for each sentence, named as its key, with what is put into it.
macro_rules! sentences {
    ($($(#[$doc:meta])* $key:ident($($value:ident: $kind:ty),*);)*) => {
        impl Wording {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $key(&self, $($value: $kind),*) -> String {
                    self.say(stringify!($key), &[$((stringify!($value), Value::from($value))),*])
                }
            )*
        }

        /// Every key, with the names of what is put into it.
        pub const KEYS: &[(&str, &[&str])] = &[$((stringify!($key), &[$(stringify!($value)),*])),*];
    };
}

sentences! {
    /// The name of the language, in itself.
    language_name();
    /// Closes every message that says anything about the illness.
    reminder();
    /// The line under a passage that says where it comes from.
    source_line(title: &str, author: &str);
    /// Stands above entries that may have been meant.
    did_you_mean();
    /// Stands above further entries once the first was not what was asked.
    perhaps_one_of_these();
    /// Nothing is known about the question.
    no_passage();
    /// What is covered, under a reply that has no passage.
    covers();
    /// The greeting of `/start`.
    start_page();
    /// `/help`: two short paragraphs; the commands follow.
    help_page();
    /// How many questions a section has.
    questions(count: usize);
    /// Stands above the sections.
    topics_heading();
    /// `/about`: one article.
    about_source(title: &str, author: &str);
    /// `/about`: when its passages were last compared with it.
    about_reviewed(day: u32, month: u32, year: i32);
    /// `/about`: what it is and is not.
    about_program(version: &str);
    /// `/about`: which state of the knowledge it is.
    about_knowledge(version: &str);
    /// `/privacy`: that nothing is kept.
    privacy_nothing();
    /// `/privacy`, in place of that: what is kept of messages without a passage.
    privacy_unanswered(days: u32);
    /// `/privacy`: what is stored until it has served.
    privacy_page();
    /// A message without a single word.
    what_i_read();
    /// A picture, a scan or a document without a word.
    what_i_read_pictures();
    /// A button of an older version, or of an entry that has gone.
    gone();
    /// `/ask` with nothing behind it.
    ask_what();
    /// A mention with nothing else.
    mention_help();
    /// A command that does not exist.
    unknown_command();
    /// A command that does not exist, and the one that may be meant.
    unknown_command_near(command: &str);
    /// A number was typed, and there is no such choice.
    no_such_number(last: usize);
    /// Notice: somebody said whether a passage helped.
    vote_counted();
    /// Notice: and took it back.
    vote_taken_back();
    /// A question that could not be answered for hours.
    late();
    /// The late answer is wanted.
    late_wanted();
    /// `/forget`.
    forgotten();
    /// How to talk to it in a terminal.
    terminal_hint();
    /// To the admins: the database cannot be used.
    database_trouble();
    /// To the admins: the database can be used again.
    database_back();
    /// To the admins: the files of the knowledge changed and are in use.
    knowledge_taken(entries: u32, version: &str);
    /// To the admins: the files of the knowledge changed and cannot be used; the lines of what is wrong follow.
    knowledge_refused(version: &str);
    /// To the admins: there is more wrong than is told.
    knowledge_more(count: u32);
    /// `/stats`: how much was asked.
    stats_asked(today: u32, week: u32, all: u32, days: u32);
    /// `/stats`: what was decided.
    stats_decisions(answer: u32, suggest: u32, none: u32, urgent: u32, personal: u32, smalltalk: u32);
    /// `/stats`: how many lists were shown while somebody typed in another chat.
    stats_listed(count: u32);
    /// `/stats`: how often passages were said to help, and not to.
    stats_rated(helped: u32, did_not_help: u32);
    /// `/stats`: stands above the entries that were asked for most.
    stats_most();
    /// `/stats`: stands above the chart; Latin letters only.
    stats_chart();
    /// `/stats`: the decisions below the chart, with commas between; Latin letters only.
    stats_legend();
    /// `/why` that is no reply.
    why_which();
    /// `/why` to a message whose question is no longer remembered.
    why_gone();
    /// `/why`: what was decided and how sure that is.
    why_decision(decision: &str, confidence: &str);
    /// `/why`: the triage rule that decided.
    why_rule(rule: &str, words: &str);
    /// `/why`: the nearest wording, and the words in common with their weights.
    why_nearest(phrasing: &str, words: &str);
    /// `/why`: words that were read as others.
    why_read_as(words: &str);
    /// `/why`: what the chat had seen before.
    why_context(entry: &str);
    /// `/why`: stands above the entries with their scores.
    why_candidates();
    /// `/preview` without an entry.
    preview_which();
    /// `/preview` of an entry that does not exist.
    preview_none(entry: &str);
    /// The same, where another entry's id is near.
    preview_near(entry: &str, near: &str);
    /// `/preview`: nobody has reviewed it.
    preview_unreviewed();
    /// `/unanswered` where nothing is kept.
    unanswered_off();
    /// `/unanswered` when there is nothing.
    unanswered_none();
    /// `/unanswered` behind the last group.
    unanswered_end(days: u32);
    /// `/unanswered`: which of how many groups.
    unanswered_heading(position: u32, count: u32);
    /// `/unanswered`: a message by itself.
    unanswered_alone();
    /// `/unanswered`: how often it was asked.
    unanswered_times(count: u32, declined: u32);
    /// `/unanswered`: erased or attached meanwhile.
    unanswered_gone();
    /// `/unanswered`: so many were erased.
    unanswered_dropped(count: u32);
    /// Button: attach to an entry.
    unanswered_attach();
    /// Button: out of scope.
    unanswered_out_of_scope();
    /// Button: erase.
    unanswered_drop();
    /// Button: the messages of a group one by one.
    unanswered_single();
    /// Button: the next group.
    unanswered_next();
    /// Stands above the entries to attach to.
    attach_which();
    /// Button: back to the entries.
    attach_back();
    /// The built-in knowledge cannot be added to.
    attach_needs_folder();
    /// The additions cannot be used; what is wrong follows.
    attach_refused();
    /// Phrasings were attached.
    attached(count: u32, question: &str, version: &str);
    /// Out-of-scope examples were added.
    attached_out_of_scope(count: u32, version: &str);
    /// The text gets the passage now.
    attached_answers();
    /// The text is offered the passage now.
    attached_offers();
    /// The text still gets something else.
    attached_otherwise(decision: &str);
    /// Stands above the weekly figures.
    digest_heading();
    /// How much waits in `/unanswered`.
    digest_unanswered(count: u32);
    /// Menu: what `/stats` does.
    command_stats();
    /// Menu: what `/unanswered` does.
    command_unanswered();
    /// Menu: what `/why` does.
    command_why();
    /// Menu: what `/preview` does.
    command_preview();
    /// Button: the answer was to another question.
    not_asked();
    /// Button: none of the offered entries.
    none_of_these();
    /// Button: back to the sections.
    all_topics();
    /// Button: back to the questions of a section.
    back_to(section: &str);
    /// Button: the late answer is still wanted.
    still_wanted();
    /// Button: all sections, from elsewhere.
    see_topics();
    /// Button: what comes after.
    next_page();
    /// Button: what comes before.
    previous_page();
    /// Button: the passage helped; use [`Wording::vote`].
    helped();
    /// Button: the passage did not help; use [`Wording::vote`].
    did_not_help();
    /// The same once it was tapped.
    helped_chosen();
    /// The same once it was tapped.
    did_not_help_chosen();
    /// Menu: what `/ask` does.
    command_ask();
    /// Menu: what `/topics` does.
    command_topics();
    /// Menu: what `/help` does.
    command_help();
    /// Menu: what `/about` does.
    command_about();
    /// Menu: what `/privacy` does.
    command_privacy();
    /// Menu: what `/forget` does.
    command_forget();
    /// Menu: what `/start` does.
    command_start();
    /// Under a passage in a group: where there is more.
    more_privately();
    /// Button in a group: what people ask next.
    related_questions();
    /// Stands above what people ask next.
    people_also_ask();
    /// Button: opens the private chat.
    ask_privately();
    /// Button in a group: all sections, in the private chat.
    topics_privately();
    /// In a group: a judgement on one case is asked.
    personal_in_group();
    /// In a group whose answers go to private chats.
    answer_is_private();
    /// The same was asked and answered a moment ago; a reply to that answer.
    answered_above();
    /// Notice: the passage of a pressed button was shown a moment ago.
    shown_above();
    /// Notice: the buttons are another person's.
    not_your_button();
    /// One person has asked too much.
    wait_person();
    /// A group has asked too much.
    wait_group();
    /// Notice: too much was asked, and a button is pressed.
    wait_and_press();
    /// In a group in which only admins may ask.
    only_admins_ask();
    /// Only admins may set anything.
    only_admins_set();
    /// `/settings` outside a group.
    settings_in_groups_only();
    /// The bot was added to a group.
    added_to_group();
    /// Stands above the settings of a group.
    settings_heading();
    /// Setting: everyone may ask.
    everyone_may_ask();
    /// Setting: only admins may ask.
    admins_may_ask();
    /// Setting: answers go into the group.
    answers_come_here();
    /// Setting: answers go into private chats.
    answers_come_in_private();
    /// Setting: answers can be rated.
    thumbs_are_on();
    /// Setting: answers cannot be rated.
    thumbs_are_off();
    /// Setting: the language of the bot's own sentences.
    language_is(name: &str);
    /// Button of the settings.
    let_everyone_ask();
    /// Button of the settings.
    let_admins_ask();
    /// Button of the settings.
    answer_here();
    /// Button of the settings.
    answer_in_private();
    /// Button of the settings.
    switch_thumbs_on();
    /// Button of the settings.
    switch_thumbs_off();
    /// Button of the settings.
    close_settings();
    /// Inline: the title of the urgent reply.
    urgent_title();
    /// Inline: a passage that does not fit one message.
    too_long_here();
    /// Menu: what `/settings` does.
    command_settings();
    /// The bot's description, shown in an empty chat; use [`Wording::profile`].
    description();
    /// The bot's short description, shown on its profile; use [`Wording::profile`].
    short_description();
}
