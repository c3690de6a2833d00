# The sentences of the bot's own, in Project Fluent's form (https://projectfluent.org/fluent/guide). English is complete.
#
# To translate: copy this file to the folder that `wording.dir` names, as de.ftl for German, put the text behind each `=`
# into the other language, and set `wording.language = "de"`. What stands in { } stays. What is left out is said in English.
# Plain words, short sentences, kind, and never funny. Nothing here says anything about the illness but its name.
#
# In every sentence: { $topic } is what the articles are about, { $emergency } the number of config.toml.

# The name of this language in itself, for a choice of languages.
language_name = English

## Under and above passages

# Closes every message that says anything about the illness; at most 400 letters.
reminder = This is general information from an article, not advice about one person. Please talk with your doctor or care team.
source_line = Source: "{ $title }" by { $author }
did_you_mean = Did you mean one of these?
perhaps_one_of_these = Sorry about that. Perhaps you meant one of these?
no_passage = I am sorry, I found nothing about this in what I can answer from.
covers = I can only answer from an article about { $topic }. These are its subjects:

## Pages

start_page =
    Hello. I answer questions about { $topic }. Write your question in your own words. Spelling does not matter. I look for the passage that answers it, written after an article, and show it word for word.

    I am a program, not a doctor. I cannot judge results or symptoms. In an emergency, call { $emergency }.
help_page =
    Ask me about { $topic } in your own words, here or in a group. I show the passage of an article that answers your question, or I say that I have none.

    In a group, write /ask and your question, mention me, or reply to one of my messages. If you send /ask as a reply to a message, I answer that message.
# Instead of the questions of a section, where they are many.
questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
topics_heading = What I can answer about { $topic }
about_source = My answers come from the article "{ $title }" by { $author }.
about_reviewed =
    Last reviewed: { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }.
about_program =
    People wrote the passages after that article. I only look up the one that fits your question. I am a program without a language model. I never make up text, and I am not a doctor.

    bedside { $version }
about_knowledge = Knowledge: { $version }
privacy_nothing = I do not keep what you write.
privacy_unanswered =
    I keep one thing of what you write: a question that I found no passage for, or where you wanted none of what I offered. Numbers, dates, names, addresses and links are taken out first, as far as rules can find them. It is kept for { $days } days, so that whoever runs me can add an answer, and may become one of the wordings that I know. Who asked is not stored with it, only a mark made from the number of this chat, so that /forget can erase it too. Nothing else that you write is kept.
privacy_page =
    To be answered, your message is stored with the number of this chat. As soon as it is answered, that is erased. Your name is not stored, and nothing you write is logged.

    If I could not answer for hours, your question waits for up to a day until you say whether you still want the answer. If answering fails again and again, it is set aside for whoever runs me, for a week at most. /forget erases both at once. Messages are also counted, without text and without who sent them.

    In a group, I remember for an hour at most, in memory only, who asked, so that the buttons under an answer are theirs. What the admins of a group have set is kept until I am removed from it.

    So that you can ask "and what about that?", I remember for fifteen minutes which passage this chat saw last, in memory only. If you change a message within that time, I change my reply. If you tap that a passage helped, it is counted without your name. Telegram itself keeps your chat as its own rules say.

## Short answers

what_i_read = I read only text. Please write your question in your own words.
what_i_read_pictures = I read only text. I cannot see pictures, scans or documents, and I cannot read results. Your care team can go through them with you. If you have a question, please write it in your own words.
gone = This is no longer here. Please ask again, or open /topics.
ask_what = Please write your question after /ask, for example: /ask what are the symptoms? Or send /ask as a reply to a message.
mention_help = To ask me something, mention me and write your question, or write /ask and the question.
unknown_command_near = I do not know this command. Did you mean /{ $command }? /help shows what I can do. In an emergency, do not wait here: call for help.
unknown_command = I do not know this command. /help shows what I can do. In an emergency, do not wait here: call for help.
no_such_number = Please type a number from 1 to { $last }, or ask in your own words.
vote_counted = Thank you. It is counted without your name.
vote_taken_back = Taken back.
late = I am sorry: I could not answer for some hours. Do you still want the answer to what you asked? In an emergency, do not wait here: call for help.
late_wanted = Here is the answer.
forgotten = Done. I have erased everything that I kept of what was written in this chat.
terminal_hint = Type a question, the number of a choice, /help, or /quit (Ctrl-D).

## To those who look after the bot

database_trouble = The bot cannot use its database. It goes on answering without it. Please see its log.
database_back = The bot can use its database again.
knowledge_taken = The changed knowledge is in use: { $entries } entries, { $version }.
knowledge_refused = The knowledge has changed and cannot be used as it is. I go on with the one before ({ $version }).
stats_asked = Questions: { $today } today, { $week } in 7 days, { $all } in { $days } days.
stats_decisions = Of these, { $answer } got an answer, { $suggest } a choice, and { $none } no passage. { $urgent } were urgent, { $personal } about one case, { $smalltalk } small talk.
stats_listed = Lists shown in other chats: { $count }.
stats_rated = Ratings so far: { $helped } times "this helped", { $did_not_help } times "this did not help".
stats_most = Asked for most:
# Stand in a picture whose letters are Latin only; the commas part the six kinds.
stats_chart = Questions a day
stats_legend = answered, suggested, no passage, urgent, personal, talk
why_which = Send /why as a reply to one of my answers.
why_gone = I no longer know which question that was. I remember the questions of this chat for an hour, in memory only. Ask it again, then send /why as a reply.
why_decision = Decision: { $decision }, confidence { $confidence }.
why_rule = The rule "{ $rule }" applies because of: { $words }.
why_nearest = Nearest wording: "{ $phrasing }". Words in common, with their weight: { $words }.
why_read_as = Read as: { $words }.
why_context = Asked after the passage "{ $entry }".
why_candidates = Entries, likeliest first:
preview_which = Write the id of an entry behind it: /preview symptoms
preview_none = There is no entry "{ $entry }". Its id stands in the knowledge file.
preview_near = There is no entry "{ $entry }". Did you mean /preview { $near }?
preview_unreviewed = Nobody has reviewed this entry, and it is not shown to anyone who asks.
unanswered_off = Questions without a passage are not kept. To keep them, set privacy.keep_unanswered = true in config.toml.
unanswered_none = Nothing was asked in vain.
unanswered_end = That was all. What nobody attaches or drops is erased after { $days } days.
unanswered_heading = Asked in vain, { $position } of { $count }
unanswered_alone = Asked in vain
unanswered_times =
    { $count ->
        [1] Asked once.
       *[other] Asked { $count } times.
    } { $declined ->
        [0] No passage was found.
        [1] Suggestions were declined once.
       *[other] Suggestions were declined { $declined } times.
    }
unanswered_gone = This has been dealt with already.
unanswered_dropped = Dropped: { $count }.
unanswered_attach = Attach to an entry
unanswered_out_of_scope = Out of scope
unanswered_drop = Drop
unanswered_single = One by one
unanswered_next = Next ›
attach_which = Which entry answers this?
attach_back = ‹ Back
attach_needs_folder = I answer from the knowledge built into the program, and that cannot be added to. "bedside unpack mine" writes it to a folder "mine". Start me with --knowledge mine, or set knowledge.dir in config.toml.
attach_refused = This could not be added, and nothing has changed:
attached =
    Added to "{ $question }": { $count ->
        [1] one phrasing
       *[other] { $count } phrasings
    }. In use now: { $version }.
attached_out_of_scope = Out of scope from now on: { $count }. In use now: { $version }.
attached_answers = Asked again, it gets this passage.
attached_offers = Asked again, this passage is one of those it offers.
attached_otherwise = Asked again, it still does not get this passage (the decision is "{ $decision }"). Other phrasings in the knowledge file may help.
digest_heading = The last seven days
digest_unanswered = Waiting in /unanswered: { $count }.
knowledge_more = { $count } more: "bedside check" lists all.

## In groups

personal_in_group = This is about one person, and others can read it here. I cannot judge one case. Please ask a doctor or the care team. In private I can show you what the article says.
answer_is_private = I have a passage on this. In this group I answer in private: please tap the question.
people_also_ask = These questions come next to it:
answered_above = I answered this a moment ago. Please see the message above that I reply to.
shown_above = I showed this a moment ago. Please see above.
not_your_button = Only the person who asked, or an admin of this group, can use these buttons.
wait_person = You have asked me a lot in a short time. Please wait a minute, or ask me in private. In an emergency, do not wait: call { $emergency }.
wait_group = I have been asked a lot in a short time. Please wait a minute, or ask me in private. In an emergency, do not wait: call { $emergency }.
wait_and_press = Please wait a minute, then tap again.
only_admins_ask = In this group, only its admins can ask me. You can ask me in private.
only_admins_set = Only an admin of this group can change my settings.
added_to_group = Hello. To ask me, write /ask and your question, or mention me. I stay silent otherwise.

## The settings of a group

settings_in_groups_only = My settings are for groups. An admin of a group can send /settings there.
settings_heading = My settings in this group
everyone_may_ask = Everyone can ask me.
admins_may_ask = Only admins can ask me.
answers_come_here = I answer here, in the group.
answers_come_in_private = I answer in private.
thumbs_are_on = Answers can be rated.
thumbs_are_off = Answers cannot be rated.
language_is = My language is { $name }.
let_everyone_ask = Let everyone ask
let_admins_ask = Let only admins ask
answer_here = Answer in the group
answer_in_private = Answer in private
switch_thumbs_on = Let people rate answers
switch_thumbs_off = No ratings
close_settings = Done

## In any chat, by @name and some words

urgent_title = Please read this first
too_long_here = This passage is too long for here. Please read it in the private chat with me.

## Buttons

more_privately = More in private
related_questions = Related questions
ask_privately = Ask me privately
topics_privately = See all topics in private
not_asked = Not what I asked
none_of_these = None of these
all_topics = ‹ All topics
back_to = ‹ { $section }
still_wanted = Yes, I still want the answer
see_topics = See all topics
next_page = Next page ›
previous_page = ‹ Page before
helped = This helped
did_not_help = This did not help
helped_chosen = You said: it helped
did_not_help_chosen = You said: it did not help

## Telegram's menu of commands, a few words each

command_ask = Ask a question
command_topics = Everything I can answer
command_help = How to ask
command_about = Where the answers come from
command_privacy = What is kept, and for how long
command_forget = Erase what is kept of this chat
command_settings = For admins: how I behave in this group
command_start = Begin
command_stats = What is asked, and how often
command_unanswered = What was asked in vain
command_why = As a reply: why I answered that
command_preview = How an entry looks

## Telegram's page about the bot

# Shown in an empty chat; at most 512 letters.
description =
    Ask about { $topic } in your own words. Spelling does not matter. I answer with the passage of an article, word for word, and remind you to talk with your care team.

    I am a program, not a doctor. In an emergency, call { $emergency }.
# Shown on its profile; at most 120 letters.
short_description = Answers questions about { $topic } from an article, word for word. Not a doctor.
