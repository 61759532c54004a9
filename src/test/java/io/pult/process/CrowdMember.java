package io.pult.process;

import io.pult.mtproto.ClientListener;
import io.pult.mtproto.ClientPlan;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.Place;
import io.pult.mtproto.Posts.Draft;
import io.pult.mtproto.Presence;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.ContactStatus;
import io.pult.mtproto.api.GetStatuses;
import io.pult.mtproto.api.Layer;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.User;
import io.pult.mtproto.session.AppIdentity;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.mtproto.updates.News;
import io.pult.mtproto.updates.UpdatesMemory;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** One account of the stand-in's crowd: its client, and what a test wants to know of it. On any thread. */
final class CrowdMember implements ClientListener {
    /** Of each in the crowd of {@code pult standin telegram}: those who come after it, in a ring. */
    private static final int CONTACTS = 10;

    private static final int HOME = 2;
    private static final int MOST_READ = 100;
    private static final AppIdentity APP = new AppIdentity(1, "crowd", "Crowd", "1", "1.0", "en", "en");

    private final int number;
    private final long self;
    private final Set<Long> contacts;
    private final CrowdLoop loop;
    private final TelegramClient client;
    private final AtomicInteger heard = new AtomicInteger();
    private final Map<Long, Instant> onlineUntil = new HashMap<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final Set<Long> tried = ConcurrentHashMap.newKeySet(2);
    private final Set<Long> said = ConcurrentHashMap.newKeySet(2);
    private volatile SessionState state = new SessionState.Fresh();

    CrowdMember(int number, int people, long firstUser, DcBook centres, CrowdLoop loop) {
        this.number = number;
        this.self = firstUser + number;
        this.contacts = LongStream.rangeClosed(1, CONTACTS)
                .mapToObj(i -> firstUser + (number + i) % people)
                .collect(Collectors.toSet());
        this.loop = loop;
        var session = new SessionMemory(HOME, ScaleKeys.key(number), 0, 0);
        var plan = new ClientPlan(
                centres,
                HOME,
                new Exit.Direct(),
                Framing.INTERMEDIATE,
                false,
                APP,
                Layer.CURRENT,
                List.of(),
                new SavedAccount(session, false, self, false, UpdatesMemory.NONE, List.of()));
        this.client = loop.make(clients -> new TelegramClient(clients, plan, this));
    }

    int number() {
        return number;
    }

    long self() {
        return self;
    }

    void start() {
        loop.on(() -> {
            client.start();
            return Future.succeededFuture();
        });
    }

    boolean isActive() {
        return state instanceof SessionState.Active;
    }

    /** How many changes of a contact's presence it was told. */
    int heard() {
        return heard.get();
    }

    /** How often it had no connection any more. */
    int lost() {
        return lost.get();
    }

    /** Random ids of what it tried to say. */
    Set<Long> tried() {
        return tried;
    }

    /** Random ids of what it knows to have been said. */
    Set<Long> said() {
        return said;
    }

    /** Who am I? */
    Future<Void> looksAtItself() {
        return loop.on(() -> client.people().self())
                .compose(user -> verified(
                        user instanceof User.Plain plain && plain.id() == self, "it is somebody else: " + user));
    }

    Future<Void> looksForItsContacts() {
        return loop.on(() -> client.call(new GetStatuses()))
                .compose(found -> verified(
                        found.stream()
                                .map(ContactStatus::userId)
                                .collect(Collectors.toSet())
                                .equals(contacts),
                        "these are not its contacts: " + found));
    }

    /** To itself. */
    Future<Void> says(long randomId) {
        tried.add(randomId);
        return loop.on(() -> client.posts().send(Place.user(self), Draft.of(Long.toString(randomId)), randomId))
                .map(sent -> {
                    said.add(randomId);
                    return null;
                });
    }

    /** The random ids of all that it has said to itself, as Telegram tells it. */
    Future<List<Long>> reads() {
        return loop.on(() -> client.posts().since(Place.user(self), 0, MOST_READ))
                .map(found -> found.stream()
                        .map(each -> Long.valueOf(((Message.Plain) each).message()))
                        .toList());
    }

    @Override
    public boolean mayWrite() {
        return true;
    }

    @Override
    public void changed(SessionState next) {
        if (state instanceof SessionState.Active && !(next instanceof SessionState.Active)) {
            lost.incrementAndGet();
        }
        state = next;
    }

    @Override
    public void presence(long userId, Presence what) {
        // Who was away when somebody went finds that out by the clock, five minutes later: nobody has told it.
        boolean byTheClock =
                what instanceof Presence.Offline offline && offline.since().equals(onlineUntil.remove(userId));
        if (what instanceof Presence.Online online) {
            onlineUntil.put(userId, online.until());
        }
        if (contacts.contains(userId) && !byTheClock) {
            heard.incrementAndGet();
        }
    }

    @Override
    public void news(News what) {}

    @Override
    public void save(SavedAccount account) {}

    private static Future<Void> verified(boolean right, String otherwise) {
        return right ? Future.succeededFuture() : Future.failedFuture(new AssertionError(otherwise));
    }
}
