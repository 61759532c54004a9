package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.schema.Schema;
import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends what happens to those who listen, each in the layer that it speaks, and in the disorder that was ordered. */
final class Pushes {
    private final World world;
    private final Map<Long, Script> scripts = new HashMap<>();
    private long presenceTold;

    Pushes(World world) {
        this.world = world;
    }

    /** What waits to be done to the pushes of one account. */
    private static final class Script {
        private final Deque<PushOrder> next = new ArrayDeque<>();
        private final List<Runnable> kept = new ArrayList<>();
    }

    void order(Account account, PushOrder order, int times) {
        Script script = scripts.computeIfAbsent(account.id(), first -> new Script());
        script.next.addAll(Collections.nCopies(times, order));
    }

    void clear() {
        scripts.clear();
    }

    /** To every session that listens as the account, but one. */
    void to(Account account, TlObject updates, @Nullable Caller except) {
        if (account.keys().isEmpty()) {
            return;
        }
        Script script = scripts.isEmpty() ? null : scripts.get(account.id());
        PushOrder order = script == null ? null : script.next.pollFirst();
        if (script == null || order == null) {
            send(account, updates, except);
            return;
        }
        switch (order) {
            case DROP -> {}
            case DUPLICATE -> {
                send(account, updates, except);
                send(account, updates, except);
            }
            case TOO_LONG -> send(account, TlObject.of("updatesTooLong"), null);
            case REVERSE -> {
                script.kept.add(0, () -> send(account, updates, except));
                if (script.next.peekFirst() != PushOrder.REVERSE) {
                    script.kept.forEach(Runnable::run);
                    script.kept.clear();
                }
            }
        }
    }

    /** To the sessions of a key, whether or not anybody signed in with it. */
    void to(Key key, TlObject updates) {
        Schema schema = key.schema();
        if (schema != null && !key.listeners().isEmpty()) {
            byte[] bytes = schema.bytes(updates);
            key.listeners().forEach(each -> each.push(bytes));
        }
    }

    /** Tells those who have somebody in their contacts whether that one is online. @return how many sessions were told */
    int presence(Account who) {
        if (who.watchers().isEmpty()) {
            return 0;
        }
        TlObject update = TlObject.of("updateUserStatus")
                .with("user_id", who.id())
                .with("status", who.presence().status(world.now()));
        TlObject push = TlObject.of("updateShort", "update", update, "date", world.now());
        var written = new IdentityHashMap<Schema, byte[]>();
        int told = 0;
        for (long each : who.watchers()) {
            Account watcher = world.accounts().find(each);
            if (watcher != null && scripts.containsKey(each)) {
                to(watcher, push, null);
                told++;
            } else if (watcher != null) {
                told += send(watcher, push, null, written);
            }
        }
        presenceTold += told;
        return told;
    }

    long presenceTold() {
        return presenceTold;
    }

    private static void send(Account account, TlObject updates, @Nullable Caller except) {
        send(account, updates, except, new IdentityHashMap<>());
    }

    private static int send(Account account, TlObject updates, @Nullable Caller except, Map<Schema, byte[]> written) {
        int told = 0;
        for (Key key : account.keys()) {
            Schema schema = key.schema();
            if (schema != null) {
                for (Caller each : key.listeners()) {
                    if (!each.equals(except)) {
                        each.push(written.computeIfAbsent(schema, layer -> layer.bytes(updates)));
                        told++;
                    }
                }
            }
        }
        return told;
    }
}
