package io.pult.playground.telegram;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Everybody and everything that the stand-in knows, in both data centres. Its lock guards all of it: the API takes it for
 * each call, and the public methods here take it themselves.
 */
public final class World {
    private static final long FIRST_USER = 5_000_000_001L;
    private static final long FIRST_CHANNEL = 1_500_000_001L;

    private static final int FLOW_SECONDS = 300;

    private final InstantSource clock;
    private final Random random;
    private final long secret;
    private final Accounts accounts = new Accounts();
    private final Channels channels = new Channels();
    private final Keys keys;
    private final Pushes pushes = new Pushes(this);
    private final Talks talks = new Talks(this);
    private final Posts posts = new Posts(this);
    private final Memberships memberships = new Memberships(this);
    private final Codes codes;
    private final LoginTokens loginTokens;
    private final SrpChallenges challenges;
    private final Journal journal = new Journal();
    private final Orders orders = new Orders();
    private Map<Integer, Integer> ports = Map.of();
    private Habits habits = Habits.USUAL;
    private int nextToMove;
    private long lastUser = FIRST_USER - 1;
    private long lastChannel = FIRST_CHANNEL - 1;

    /** @param random of codes, salts and access hashes: a test gives one that repeats itself */
    public World(InstantSource clock, Random random) {
        this(clock, random, random.nextLong());
    }

    /** @param secret of access hashes: with the same one the same people have the same hashes in another process */
    World(InstantSource clock, Random random, long secret) {
        this.clock = clock;
        this.random = random;
        this.secret = secret;
        this.keys = new Keys(this);
        this.codes = new Codes(this);
        this.loginTokens = new LoginTokens(this);
        this.challenges = new SrpChallenges(this);
    }

    /** @throws IllegalArgumentException when phone or user name are taken */
    public Account add(AccountSpec spec) {
        // Hardly a tenth of a second: not with the lock held.
        SrpServer password = spec.password() == null ? null : password(spec.password());
        return add(spec, password);
    }

    synchronized Account add(AccountSpec spec, @Nullable SrpServer password) {
        return accounts.add(new Account(++lastUser, spec, password));
    }

    /** One way only. */
    public synchronized void knows(Account owner, Account contact) {
        accounts.addContact(owner, contact);
    }

    public synchronized @Nullable Account account(String phone) {
        return accounts.withPhone(phone);
    }

    public synchronized @Nullable Channel channel(long id) {
        return channels.find(id);
    }

    /** Both get each other into their contacts. */
    public synchronized void befriend(Account one, Account other) {
        accounts.addContact(one, other);
        accounts.addContact(other, one);
    }

    /** @throws IllegalArgumentException when the user name is taken */
    public synchronized Channel add(ChannelSpec spec, Account creator) {
        return channels.add(new Channel(++lastChannel, spec, now()), creator.id(), now());
    }

    /** Makes the group the place where the posts of the channel are discussed. */
    public synchronized void link(Channel channel, Channel group) {
        channel.link(group);
    }

    /** A member without the ceremonies of joining. */
    public synchronized void admit(Channel channel, Account who) {
        memberships.admit(channel, who.id(), Channel.Role.MEMBER, who.id());
    }

    public synchronized void promote(Channel channel, Account who) {
        memberships.admit(channel, who.id(), Channel.Role.ADMIN, who.id());
    }

    /** Out, and not to come back. */
    public synchronized void ban(Channel channel, Account who) {
        memberships.ban(channel, who.id());
    }

    /** Whoever asked to be let in. */
    public synchronized void approve(Channel channel, Account who) {
        if (channel.requests().remove(who.id())) {
            memberships.admit(channel, who.id(), Channel.Role.MEMBER, who.id());
        }
    }

    /** What stands after {@code https://t.me/+} in the link of a channel. */
    public synchronized String inviteHash(Channel channel) {
        return channels.inviteHash(channel);
    }

    /** A post in a channel, in the name of the channel; a message of its creator in a group. Gives its id. */
    public synchronized int post(Channel channel, String text) {
        return posts.post(channel, text).id();
    }

    /** A message in a group, also a comment. Gives its id; replyTo is 0 for none. */
    public synchronized int say(Channel group, Account from, int replyTo, String text) {
        return posts.say(group, from, replyTo, text).id();
    }

    public synchronized void edit(Channel channel, int message, String text) {
        posts.edit(channel, posts.required(channel, message), text);
    }

    public synchronized void delete(Channel channel, int message) {
        posts.delete(channel, posts.required(channel, message));
    }

    /** A private message. */
    public synchronized void tell(Account from, Account to, String text) {
        talks.send(from, to, Message.Draft.of(from.id(), text), null);
    }

    /** Online for so many seconds, and everybody who has it in the contacts hears of it. */
    public synchronized void online(Account who, int seconds) {
        who.presence().online(now() + seconds);
        pushes.presence(who);
    }

    public synchronized void offline(Account who) {
        who.presence().offline(now());
        pushes.presence(who);
    }

    /** @param shown what others see of its presence */
    synchronized void shows(Account who, Presence.Shown shown) {
        who.presence().show(shown);
        pushes.presence(who);
    }

    /**
     * Somebody comes or goes whom others listen for, one after the other, until so many status updates were sent.
     *
     * @return how many were sent
     */
    synchronized int comeAndGo(int updates) {
        List<Account> all = accounts.list();
        int sent = 0;
        for (int looked = 0; looked < all.size() && sent < updates; looked++) {
            nextToMove = (nextToMove + 1) % all.size();
            Account who = all.get(nextToMove);
            if (who.presence().isOnline(now())) {
                who.presence().offline(now());
            } else {
                who.presence().online(now() + FLOW_SECONDS);
            }
            sent += pushes.presence(who);
        }
        return sent;
    }

    /** What the admin channel tells of an account. */
    public synchronized JsonObject describe(Account who) {
        return new JsonObject()
                .put("id", who.id())
                .put("home", who.home())
                .put("pts", who.mailbox().pts())
                .put("seq", who.mailbox().seq())
                .put("devices", who.keys().size())
                .put("code", codes.last(who.phone()));
    }

    /** The keys with which somebody is signed in at a data centre. */
    synchronized List<Long> keys(Account who, int dc) {
        return who.keys().stream().filter(each -> each.dc() == dc).map(Key::id).toList();
    }

    /** How many status updates were sent so far. */
    synchronized long presenceTold() {
        return pushes.presenceTold();
    }

    /** Nothing is ordered any more. */
    public synchronized void reset() {
        orders.clear();
        pushes.clear();
        habits = Habits.USUAL;
    }

    public synchronized void stands(Account who, Account.Standing standing) {
        who.standing(standing);
    }

    /** As after a move: a call in the other data centre is sent there. */
    public synchronized void move(Account who, int dc) {
        who.home(dc);
    }

    /** Signs a key in without any ceremony. */
    public synchronized void authorise(long authKeyId, int dc, Account who) {
        keys.of(authKeyId, dc).signIn(who, now());
    }

    /**
     * The person scans the QR code that was shown last, with an app in which it is signed in.
     *
     * @throws IllegalArgumentException when none is shown, or nobody has this phone
     */
    public synchronized void scan(String phone) {
        Account who = accounts.withPhone(phone);
        if (who == null) {
            throw new IllegalArgumentException("nobody has the phone " + phone);
        }
        loginTokens.accept(loginTokens.newest(), who);
    }

    /** The code that a phone was sent last; null when it waits for none. */
    public synchronized @Nullable String lastCode(String phone) {
        return codes.last(phone);
    }

    /** Each message that came with a random id, and how often it came. */
    public synchronized List<Execution> executions() {
        return journal.executions();
    }

    /** How often each method was executed. */
    public synchronized Map<String, Long> calls() {
        return journal.calls();
    }

    /** What the next calls end with. */
    public synchronized void order(Order order, int times) {
        orders.add(order, times);
    }

    /** What becomes of the next pushes to an account. */
    public synchronized void order(Account account, PushOrder order, int times) {
        pushes.order(account, order, times);
    }

    /** The account's pts moves without a word. */
    public synchronized void skip(Account account, int count) {
        account.mailbox().skip(count);
    }

    /** The channel's pts moves without a word. */
    public synchronized void skip(Channel channel, int count) {
        channel.skip(count, now());
    }

    public synchronized void habits(Habits changed) {
        habits = changed;
    }

    /** Ports on 127.0.0.1 by data centre, as help.getConfig tells them. */
    public synchronized void listens(Map<Integer, Integer> byDataCentre) {
        ports = Map.copyOf(byDataCentre);
    }

    /** Whoever is online no longer is offline from now on, and it is told. */
    public synchronized void expirePresence() {
        int now = now();
        for (Account each : accounts.list()) {
            if (each.presence().expire(now)) {
                pushes.presence(each);
            }
        }
    }

    Map<Integer, Integer> ports() {
        return ports;
    }

    Habits habits() {
        return habits;
    }

    Accounts accounts() {
        return accounts;
    }

    Channels channels() {
        return channels;
    }

    Keys keys() {
        return keys;
    }

    Pushes pushes() {
        return pushes;
    }

    Talks talks() {
        return talks;
    }

    Posts posts() {
        return posts;
    }

    Memberships memberships() {
        return memberships;
    }

    Codes codes() {
        return codes;
    }

    LoginTokens loginTokens() {
        return loginTokens;
    }

    SrpChallenges challenges() {
        return challenges;
    }

    Journal journal() {
        return journal;
    }

    Orders orders() {
        return orders;
    }

    /** Unix time in seconds. */
    int now() {
        return (int) clock.instant().getEpochSecond();
    }

    byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    long nonZero() {
        long value = 0;
        while (value == 0) {
            value = random.nextLong();
        }
        return value;
    }

    String digits(int length) {
        var digits = new StringBuilder();
        while (digits.length() < length) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    SrpServer password(String text) {
        return SrpServer.of(text, bytes(40), bytes(16));
    }

    /** By which the viewer may address a user, or a channel when the id is negative: another one for each viewer. */
    long accessHash(Account viewer, long id) {
        long mixed = secret ^ (viewer.id() * 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(id * 0xC2B2AE3D27D4EB4FL, 31);
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return ((mixed ^ (mixed >>> 33)) & ~1L) | 2;
    }
}
