package io.pult.telegram;

import io.pult.infra.Secrets;
import io.pult.mtproto.KnownPeer;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.updates.ChannelMark;
import io.pult.mtproto.updates.UpdateState;
import io.pult.mtproto.updates.UpdatesMemory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a client saved, and the other secrets of accounts, on their way into the tables and out of them. */
final class SessionSeal {
    private final Secrets secrets;

    SessionSeal(Secrets secrets) {
        this.secrets = secrets;
    }

    String seal(UUID account, SavedAccount saved) {
        return secrets.encrypt(text(saved), sessionPlace(account));
    }

    /** @throws IllegalStateException when the envelope does not open */
    SavedAccount open(UUID account, String envelope) {
        return read(new JsonObject(secrets.decrypt(envelope, sessionPlace(account))));
    }

    /** @throws IllegalStateException when the envelope does not open */
    String open(SessionRow.App app) {
        return secrets.decrypt(app.sealedHash(), app.place());
    }

    String seal(String secret, String place) {
        return secrets.encrypt(secret, place);
    }

    String open(String envelope, String place) {
        return secrets.decrypt(envelope, place);
    }

    boolean stale(String envelope) {
        return secrets.stale(envelope);
    }

    static String appPlace(UUID account) {
        return "accounts.api_hash:" + account;
    }

    static String workspaceAppPlace(UUID workspace) {
        return "telegram_app.api_hash:" + workspace;
    }

    static String proxyPlace(UUID proxy) {
        return "proxies.secret:" + proxy;
    }

    static String importPlace(UUID imported, int line) {
        return "account_import_line.session:" + imported + ":" + line;
    }

    static String sessionPlace(UUID account) {
        return "telegram_session.envelope:" + account;
    }

    private static String text(SavedAccount saved) {
        var peers = new JsonArray();
        saved.peers()
                .forEach(peer -> peers.add(peer.kind().name()).add(peer.id()).add(peer.accessHash()));
        var channels = new JsonArray();
        saved.updates()
                .channels()
                .forEach(mark -> channels.add(mark.channelId()).add(mark.pts()).add(mark.polled()));
        SessionMemory session = saved.session();
        var json = new JsonObject()
                .put("dc", session.dc())
                .put("key", session.key().secret())
                .put("salt", session.salt())
                .put("clock", session.clockDifference())
                .put("test", saved.test())
                .put("self", saved.self())
                .put("bot", saved.bot())
                .put("peers", peers)
                .put("channels", channels);
        UpdateState state = saved.updates().state();
        if (state != null) {
            json.put("pts", state.pts())
                    .put("qts", state.qts())
                    .put("date", state.date())
                    .put("seq", state.seq());
        }
        return json.encode();
    }

    private static SavedAccount read(JsonObject json) {
        var session = new SessionMemory(
                json.getInteger("dc"), AuthKey.of(json.getBinary("key")), json.getLong("salt"), json.getLong("clock"));
        UpdateState state = json.containsKey("pts")
                ? new UpdateState(
                        json.getInteger("pts"), json.getInteger("qts"), json.getInteger("date"), json.getInteger("seq"))
                : null;
        return new SavedAccount(
                session,
                json.getBoolean("test"),
                json.getLong("self"),
                json.getBoolean("bot"),
                new UpdatesMemory(state, channels(json.getJsonArray("channels"))),
                peers(json.getJsonArray("peers")));
    }

    private static List<ChannelMark> channels(JsonArray flat) {
        var marks = new ArrayList<ChannelMark>(flat.size() / 3);
        for (int i = 0; i < flat.size(); i += 3) {
            marks.add(new ChannelMark(flat.getLong(i), flat.getInteger(i + 1), flat.getBoolean(i + 2)));
        }
        return marks;
    }

    private static List<KnownPeer> peers(JsonArray flat) {
        var peers = new ArrayList<KnownPeer>(flat.size() / 3);
        for (int i = 0; i < flat.size(); i += 3) {
            peers.add(
                    new KnownPeer(KnownPeer.Kind.valueOf(flat.getString(i)), flat.getLong(i + 1), flat.getLong(i + 2)));
        }
        return peers;
    }
}
