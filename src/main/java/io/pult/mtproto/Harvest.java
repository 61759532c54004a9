package io.pult.mtproto;

import io.pult.mtproto.api.AuthAuthorization;
import io.pult.mtproto.api.AuthSentCode;
import io.pult.mtproto.api.ChannelsChannelParticipant;
import io.pult.mtproto.api.ChannelsChannelParticipants;
import io.pult.mtproto.api.ChannelsSendAsPeers;
import io.pult.mtproto.api.Chat;
import io.pult.mtproto.api.ChatInvite;
import io.pult.mtproto.api.ContactsContacts;
import io.pult.mtproto.api.ContactsImportedContacts;
import io.pult.mtproto.api.ContactsResolvedPeer;
import io.pult.mtproto.api.MessagesChatFull;
import io.pult.mtproto.api.MessagesChats;
import io.pult.mtproto.api.MessagesDialogs;
import io.pult.mtproto.api.MessagesDiscussionMessage;
import io.pult.mtproto.api.MessagesMessageViews;
import io.pult.mtproto.api.MessagesMessages;
import io.pult.mtproto.api.Updates;
import io.pult.mtproto.api.UpdatesChannelDifference;
import io.pult.mtproto.api.UpdatesDifference;
import io.pult.mtproto.api.User;
import io.pult.mtproto.api.UsersUserFull;
import java.util.List;

/** The users and chats that answers bring along: each is a chance to learn an access hash. */
final class Harvest {
    private final Peers peers;

    Harvest(Peers peers) {
        this.peers = peers;
    }

    /** @return whether there is something new to keep */
    boolean of(Object answer) {
        if (answer instanceof Updates updates) {
            return updates(updates);
        } else if (answer instanceof MessagesMessages messages) {
            return messages(messages);
        } else if (answer instanceof List<?> list) {
            return list(list);
        } else if (answer instanceof MessagesDiscussionMessage found) {
            return peers.learn(found.users(), found.chats());
        } else if (answer instanceof MessagesMessageViews views) {
            return peers.learn(views.users(), views.chats());
        } else if (answer instanceof ContactsResolvedPeer resolved) {
            return peers.learn(resolved.users(), resolved.chats());
        } else if (answer instanceof MessagesChatFull full) {
            return peers.learn(full.users(), full.chats());
        } else if (answer instanceof UsersUserFull full) {
            return peers.learn(full.users(), full.chats());
        } else if (answer instanceof ChannelsChannelParticipant one) {
            return peers.learn(one.users(), one.chats());
        } else if (answer instanceof ChannelsChannelParticipants.Plain many) {
            return peers.learn(many.users(), many.chats());
        } else if (answer instanceof ChannelsSendAsPeers senders) {
            return peers.learn(senders.users(), senders.chats());
        }
        return lists(answer);
    }

    private boolean lists(Object answer) {
        if (answer instanceof MessagesChats.Plain chats) {
            return peers.learn(List.of(), chats.chats());
        } else if (answer instanceof MessagesChats.Slice chats) {
            return peers.learn(List.of(), chats.chats());
        } else if (answer instanceof MessagesDialogs.Plain dialogs) {
            return peers.learn(dialogs.users(), dialogs.chats());
        } else if (answer instanceof MessagesDialogs.Slice dialogs) {
            return peers.learn(dialogs.users(), dialogs.chats());
        } else if (answer instanceof ContactsContacts.Plain contacts) {
            return peers.learn(contacts.users(), List.of());
        } else if (answer instanceof ContactsImportedContacts imported) {
            return peers.learn(imported.users(), List.of());
        } else if (answer instanceof ChatInvite.Already already) {
            return peers.learn(List.of(), List.of(already.chat()));
        } else if (answer instanceof AuthAuthorization.Plain signedIn) {
            return peers.learn(List.of(signedIn.user()), List.of());
        } else if (answer instanceof AuthSentCode.Success success) {
            return of(success.authorization());
        }
        return differences(answer);
    }

    private boolean differences(Object answer) {
        if (answer instanceof UpdatesDifference.Plain all) {
            return peers.learn(all.users(), all.chats());
        } else if (answer instanceof UpdatesDifference.Slice slice) {
            return peers.learn(slice.users(), slice.chats());
        } else if (answer instanceof UpdatesChannelDifference.Plain all) {
            return peers.learn(all.users(), all.chats());
        } else if (answer instanceof UpdatesChannelDifference.TooLong newest) {
            return peers.learn(newest.users(), newest.chats());
        }
        return false;
    }

    private boolean updates(Updates updates) {
        if (updates instanceof Updates.Many many) {
            return peers.learn(many.users(), many.chats());
        } else if (updates instanceof Updates.Combined combined) {
            return peers.learn(combined.users(), combined.chats());
        }
        return false;
    }

    private boolean messages(MessagesMessages messages) {
        if (messages instanceof MessagesMessages.Plain all) {
            return peers.learn(all.users(), all.chats());
        } else if (messages instanceof MessagesMessages.Slice slice) {
            return peers.learn(slice.users(), slice.chats());
        } else if (messages instanceof MessagesMessages.ChannelMessages posts) {
            return peers.learn(posts.users(), posts.chats());
        }
        return false;
    }

    private boolean list(List<?> list) {
        boolean news = false;
        for (Object each : list) {
            if (each instanceof User user) {
                news |= peers.learn(List.of(user), List.of());
            } else if (each instanceof Chat chat) {
                news |= peers.learn(List.of(), List.of(chat));
            }
        }
        return news;
    }
}
