package io.pult.mtproto;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.Membership.Joined;
import io.pult.mtproto.Membership.Role;
import io.pult.mtproto.Posts.Draft;
import io.pult.mtproto.Posts.Sent;
import io.pult.mtproto.api.ChatReactions;
import io.pult.mtproto.api.ContactStatus;
import io.pult.mtproto.api.GetContacts;
import io.pult.mtproto.api.GetStatuses;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.MessageViews;
import io.pult.mtproto.api.Reaction;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.updates.ChannelMark;
import io.pult.mtproto.updates.News;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.Order;
import io.pult.playground.telegram.PushOrder;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an account hears and does, against the stand-in. */
class TelegramClientTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static TestAccounts telegram;

    private final TestListener listener = new TestListener();
    private final int number = COUNT.incrementAndGet();
    private final Account ada = telegram.world.add(AccountSpec.of("7888000%04d".formatted(number)));
    private final Account bob =
            telegram.world.add(AccountSpec.of("7888100%04d".formatted(number)).withUsername("bob" + number));
    private TelegramClient client;

    @BeforeAll
    static void start() {
        telegram = new TestAccounts();
    }

    @AfterAll
    static void stop() {
        telegram.close();
    }

    @BeforeEach
    void sign_in() {
        telegram.world.befriend(ada, bob);
        client = telegram.known(listener, ada);
    }

    @Test
    void who_comes_is_told_and_that_it_went_when_its_time_is_over() {
        telegram.world.online(bob, 60);
        told(bob.id() + " Online");
        telegram.passes(client, Duration.ofSeconds(70));
        told(bob.id() + " Offline");

        telegram.world.online(bob, 600);
        telegram.world.offline(bob);
        TestAccounts.until("four changes are told", () -> listener.presence.size() == 4);
        assertThat(listener.presence).endsWith(bob.id() + " Online", bob.id() + " Offline");
        Map<Long, Presence> statuses =
                telegram.with(client, each -> each.people().statuses());
        assertThat(statuses).containsKey(bob.id());
    }

    @Test
    void posts_that_come_twice_or_in_the_wrong_order_are_told_once_and_in_order() {
        Channel channel = followed("order");
        post(channel, "first");
        telegram.world.order(ada, PushOrder.REVERSE, 2);
        telegram.world.post(channel, "second");
        post(channel, "third");
        telegram.world.order(ada, PushOrder.DUPLICATE, 1);
        post(channel, "fourth");

        assertThat(listener.texts()).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_post_that_was_not_pushed_is_found_by_the_difference_of_its_channel() {
        Channel channel = followed("gap");
        post(channel, "first");
        telegram.world.order(ada, PushOrder.DROP, 1);
        telegram.world.post(channel, "second");
        telegram.world.post(channel, "third");
        closesGaps("third");

        assertThat(listener.texts()).containsExactly("first", "second", "third");
    }

    @Test
    void a_private_message_that_was_not_pushed_is_found_by_the_difference_of_the_account() {
        telegram.world.order(ada, PushOrder.DROP, 1);
        telegram.world.tell(bob, ada, "one");
        telegram.world.tell(bob, ada, "two");
        closesGaps("two");
        telegram.world.order(ada, PushOrder.TOO_LONG, 1);
        telegram.world.tell(bob, ada, "three");
        closesGaps("three");

        assertThat(listener.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void what_happened_while_it_was_away_is_told_after_it_was_restored() {
        Channel channel = followed("away");
        post(channel, "before");
        telegram.on(client::stop);
        assertThat(listener.is(SessionState.Stopped.class)).isTrue();
        telegram.world.post(channel, "during");
        telegram.world.tell(bob, ada, "hello");

        var next = new TestListener();
        client = telegram.started(next, listener.lastSaved());
        TestAccounts.until("it was told", () -> next.texts().size() == 2);
        assertThat(next.texts()).containsExactlyInAnyOrder("during", "hello");
        List<Message> history = telegram.with(client, each -> each.posts().since(Place.channel(channel.id()), 0, 10));
        assertThat(history).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void a_message_is_sent_once_however_often_it_is_tried() {
        Place place = telegram.with(client, each -> each.people().named("bob" + number));
        Sent first = send(place, "hello", 4_711);
        Sent second = send(place, "hello", 4_711);

        assertThat(first.id()).isNotNull();
        assertThat(second).isEqualTo(new Sent(null));
    }

    @Test
    void a_comment_lands_under_its_post_and_an_answer_under_the_comment() {
        Channel channel = followed("talk");
        Channel group = telegram.world.add(ChannelSpec.group("Talk", null), bob);
        telegram.world.link(channel, group);
        int post = telegram.world.post(channel, "what do you think?");
        Place place = Place.channel(channel.id());

        var thread = telegram.with(client, each -> each.discussions().of(place, post))
                .orElseThrow();
        telegram.world.admit(group, ada);
        Sent comment = telegram.with(client, each -> each.discussions().comment(thread, "well", 1));
        telegram.with(client, each -> each.discussions().answer(thread, comment.id(), "so", 2));
        List<Message> comments =
                telegram.with(client, each -> each.discussions().since(thread, 0, 10));

        assertThat(comments)
                .extracting(each -> ((Message.Plain) each).message())
                .containsExactly("so", "well");
        Optional<Discussions.Talk> none =
                telegram.with(client, each -> each.discussions().of(place, 9_999));
        assertThat(none).isEmpty();
    }

    @Test
    void reactions_and_views_may_be_repeated_and_a_look_raises_no_counter() {
        Channel channel = followed("looks");
        int post = telegram.world.post(channel, "look");
        Place place = Place.channel(channel.id());
        var heart = List.<Reaction>of(new Reaction.Emoji("\u2764"));
        for (int i = 0; i < 2; i++) {
            telegram.with(client, each -> each.reactions().react(place, post, heart));
        }
        telegram.with(client, each -> each.reactions().react(place, post, List.of()));

        List<MessageViews> before = telegram.with(client, each -> each.views().of(place, List.of(post)));
        List<MessageViews> after = telegram.with(client, each -> each.views().of(place, List.of(post)));
        assertThat(before).hasSize(1).isEqualTo(after);
        ChatReactions allowed = telegram.with(client, each -> each.reactions().allowedIn(place));
        assertThat(allowed).isInstanceOf(ChatReactions.All.class);
    }

    @Test
    void joining_what_it_joined_already_is_success_and_a_request_is_pending() {
        Channel open = telegram.world.add(ChannelSpec.channel("Open", "open" + number), bob);
        Channel closed = telegram.world.add(
                ChannelSpec.channel("Closed", "closed" + number).withJoinRequest(), bob);
        Place place = telegram.with(client, each -> each.people().named("open" + number));
        assertThat(role(place)).isEqualTo(new Role.Nobody());

        assertThat(join(place)).isEqualTo(Joined.JOINED);
        telegram.world.order(Order.refuse("channels.joinChannel", 400, "USER_ALREADY_PARTICIPANT"), 1);
        assertThat(join(place)).isEqualTo(Joined.ALREADY);
        assertThat(role(place)).isEqualTo(new Role.Member());
        telegram.world.promote(open, ada);
        assertThat(role(place)).isInstanceOf(Role.Admin.class);
        telegram.with(client, each -> each.membership().leave(place));
        telegram.with(client, each -> each.membership().leave(place));

        String hash = telegram.world.inviteHash(closed);
        Joined pending = telegram.with(client, each -> each.membership().joinByInvite(hash));
        assertThat(pending).isEqualTo(Joined.PENDING);
    }

    @Test
    void a_hash_that_telegram_does_not_take_is_looked_up_once() {
        Channel channel = telegram.world.add(ChannelSpec.channel("Stale", "stale" + number), bob);
        telegram.world.post(channel, "here");
        Place named = telegram.with(client, each -> each.people().named("stale" + number));
        telegram.loop.make(() -> client.peers().put(Kind.CHANNEL, channel.id(), 13));

        List<Message> found = telegram.with(client, each -> each.posts().since(named, 0, 10));
        assertThat(found).isNotEmpty();
        telegram.loop.make(() -> client.peers().put(Kind.CHANNEL, channel.id(), 13));
        Place nameless = Place.channel(channel.id());
        assertThat(failure(() -> client.posts().since(nameless, 0, 10))).isInstanceOf(CallFailure.Refused.class);
        assertThat(failure(() -> client.posts().since(nameless, 0, 10))).isInstanceOf(UnknownPeer.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {198, 201, 204, 223})
    void it_hears_and_reads_in_each_layer(int layer) {
        var other = new TestListener();
        TelegramClient each = telegram.known(other, bob, layer);
        // Whoever writes a short message has to be known; otherwise a difference tells it, a second later.
        telegram.with(each, one -> one.call(new GetContacts()));
        Channel channel = telegram.world.add(ChannelSpec.channel("Layers", "layers" + number), bob);
        telegram.world.post(channel, "a post");
        telegram.world.online(ada, 60);
        telegram.world.tell(ada, bob, "a message");
        TestAccounts.until("it heard", () -> other.texts().size() == 2 && other.presence.size() == 1);

        Place place = telegram.with(each, one -> one.people().named("layers" + number));
        List<Message> history = telegram.with(each, one -> one.posts().since(place, 0, 10));
        assertThat(history.get(0))
                .isInstanceOfSatisfying(
                        Message.Plain.class,
                        message -> assertThat(message.message()).isEqualTo("a post"));
        assertThat(telegram.loop.make(() -> each.vitals().state())).isInstanceOf(SessionState.Active.class);
    }

    @Test
    void a_public_channel_whose_member_it_is_not_is_asked_after() {
        Channel channel = telegram.world.add(ChannelSpec.channel("Polled", "polled" + number), bob);
        telegram.world.post(channel, "old");
        telegram.with(client, each -> each.people().named("polled" + number));
        telegram.loop.make(() -> client.follow(channel.id(), true));
        TestAccounts.until("it is followed", () -> marks().stream().anyMatch(mark -> mark.pts() > 0));
        telegram.world.post(channel, "new");
        TestAccounts.until("new", () -> {
            telegram.passes(client, Duration.ofMinutes(2));
            return listener.texts().contains("new");
        });
    }

    @Test
    void the_configuration_of_the_servers_is_asked_once_and_never_wins_over_ours() {
        TestAccounts.until("it was asked", () -> telegram.world.calls().getOrDefault("help.getConfig", 0L) > 0);
        telegram.known(new TestListener(), bob);

        assertThat(telegram.world.calls()).containsEntry("help.getConfig", 1L);
        assertThat(telegram.centres.of(2).addresses()).hasSize(1);
    }

    @Test
    void a_channel_that_threw_the_account_out_is_followed_no_longer() {
        Channel channel = followed("out");
        post(channel, "first");
        telegram.world.ban(channel, ada);
        telegram.loop.make(() -> {
            client.missed();
            return client;
        });

        TestAccounts.until(
                "it is unavailable", () -> listener.news.contains(new News.ChannelUnavailable(channel.id())));
    }

    @Test
    void a_flood_wait_fails_with_its_time_and_nothing_waits() {
        telegram.world.order(Order.refuse("contacts.getStatuses", 420, "FLOOD_WAIT_3600"), 1);

        assertThat(failure(() -> client.call(new GetStatuses())))
                .isInstanceOfSatisfying(
                        CallFailure.FloodWait.class,
                        flood -> assertThat(flood.retryAfter()).isEqualTo(Duration.ofHours(1)));
        List<ContactStatus> answered = telegram.with(client, each -> each.call(new GetStatuses()));
        assertThat(answered).isNotEmpty();
    }

    @Test
    void an_account_that_may_not_write_any_more_stops() {
        listener.mayWrite = false;
        failure(() -> client.call(new GetStatuses()));

        TestAccounts.until("it has stopped", () -> listener.is(SessionState.Stopped.class));
    }

    private List<ChannelMark> marks() {
        return telegram.loop.make(() -> client.export().updates().channels());
    }

    private Joined join(Place place) {
        return telegram.with(client, each -> each.membership().join(place));
    }

    private Role role(Place place) {
        return telegram.with(client, each -> each.membership().ownRole(place));
    }

    private Sent send(Place place, String text, long randomId) {
        return telegram.with(client, each -> each.posts().send(place, Draft.of(text), randomId));
    }

    private static Throwable failure(Supplier<Future<?>> call) {
        return Wait.failureOf(telegram.loop.start(() -> call.get().mapEmpty()));
    }

    /** A channel of Bob's whose member Ada is, and whose posts are told in order. */
    private Channel followed(String name) {
        Channel channel = telegram.world.add(ChannelSpec.channel(name, name + number), bob);
        Place place = telegram.with(client, each -> each.people().named(name + number));
        telegram.with(client, each -> each.membership().join(place));
        telegram.loop.make(() -> client.follow(channel.id(), false));
        return channel;
    }

    private void post(Channel channel, String text) {
        telegram.world.post(channel, text);
        TestAccounts.until(text, () -> listener.texts().contains(text));
    }

    private void closesGaps(String last) {
        TestAccounts.until(last, () -> {
            telegram.passes(client, Duration.ofMillis(600));
            return listener.texts().contains(last);
        });
    }

    private void told(String presence) {
        TestAccounts.until(presence, () -> listener.presence.contains(presence));
    }
}
