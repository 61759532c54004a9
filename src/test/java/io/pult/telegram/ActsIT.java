package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.ChannelName;
import io.pult.contract.telegram.TelegramActs.Comment;
import io.pult.contract.telegram.TelegramActs.Commented;
import io.pult.contract.telegram.TelegramActs.Membership;
import io.pult.contract.telegram.TelegramActs.PeerKind;
import io.pult.contract.telegram.TelegramPost;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.Execution;
import io.pult.playground.telegram.Order;
import io.pult.playground.telegram.World;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActsIT {
    private static TelegramRig rig;
    private static World world;
    private static UUID account;
    private static Account person;
    private static Account author;
    private static Channel channel;
    private static Channel group;
    private static ChannelName name;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(12);
        world = rig.standIn.world();
        person = world.account("88800000000");
        author = world.add(AccountSpec.of("79990000001").named("Ann", "Author").withUsername("ann_author"));
        channel = world.add(ChannelSpec.channel("News", "the_news"), author);
        group = world.add(ChannelSpec.group("Talk of the news", "the_talk"), author);
        world.link(channel, group);
        name = new ChannelName(channel.id(), "the_news");
        var node = rig.node();
        account = rig.signedIn(0, 1).get(0);
        Wait.until("it is held", () -> rig.held(node.owner()) == 1);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void nothingOrdered() {
        world.reset();
    }

    @Test
    void a_name_is_looked_up_with_its_kind_and_title() {
        var user = rig.ask(TelegramActs.RESOLVE, new TelegramActs.Resolve(account, null, "ann_author"));
        assertThat(user).isEqualTo(new TelegramActs.Resolved(PeerKind.USER, author.id(), "Ann Author"));

        var found = rig.ask(TelegramActs.RESOLVE, new TelegramActs.Resolve(account, null, "the_news"));
        assertThat(found).isEqualTo(new TelegramActs.Resolved(PeerKind.CHANNEL, channel.id(), "News"));

        var talk = rig.ask(TelegramActs.RESOLVE, new TelegramActs.Resolve(account, null, "the_talk"));
        assertThat(talk.kind()).isEqualTo(PeerKind.SUPERGROUP);

        Failure nobody = rig.failure(TelegramActs.RESOLVE, new TelegramActs.Resolve(account, null, "nobody_here"));
        assertThat(nobody.code()).isEqualTo("telegram.username_not_occupied");
        assertThat(nobody.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
    }

    @Test
    void contacts_are_seen_and_a_stranger_without_a_hash_is_an_unknown_peer() {
        var all = rig.ask(TelegramActs.STATUSES, new TelegramActs.ListStatuses(account, null, null));
        assertThat(all.statuses()).hasSize(5);

        Failure unknown = rig.failure(
                TelegramActs.STATUSES, new TelegramActs.ListStatuses(account, null, List.of(4_242_424_242L)));
        assertThat(unknown.code()).isEqualTo("telegram.unknown_peer");
        assertThat(unknown.details()).containsEntry("id", 4_242_424_242L);
    }

    @Test
    void posts_are_read_without_a_word_to_the_counter_of_views() {
        int first = world.post(channel, "one");
        int second = world.post(channel, "two");

        var since = rig.ask(TelegramActs.POSTS, new TelegramActs.ListPosts(account, null, name, first, null, 10));
        assertThat(since.posts()).extracting(TelegramPost::id).contains(second).doesNotContain(first);
        var byId = rig.ask(
                TelegramActs.POSTS,
                new TelegramActs.ListPosts(account, null, name, null, List.of(first, second), null));
        assertThat(byId.posts()).extracting(TelegramPost::text).containsExactlyInAnyOrder("one", "two");
        assertThat(world.calls()).doesNotContainKey("messages.getMessagesViews");
    }

    @Test
    void a_comment_whose_answer_was_lost_is_made_once() throws Exception {
        int post = world.post(channel, "to be discussed");
        world.order(new Order("messages.sendMessage", null, new Order.Effect.Unanswered()), 1);
        var comment = new Comment(account, null, name, post, "well said", "77");
        Future<Commented> lost =
                rig.bus.ask(TelegramActs.COMMENT, comment, Call.system("test", Duration.ofSeconds(18)));
        Wait.until("it was executed", () -> made(77) != null);
        Wait.on(rig.standIn
                .dataCentre(2)
                .kill()
                .compose(gone -> rig.standIn.dataCentre(2).reopen(false)));

        Commented first = Wait.on(lost);
        Commented again = rig.ask(TelegramActs.COMMENT, comment);

        assertThat(world.executions().stream().filter(each -> each.randomId() == 77))
                .hasSize(1);
        assertThat(first.message()).isIn(null, made(77).message());
        assertThat(again.message()).isIn(null, made(77).message());
        assertThat(rig
                        .ask(
                                TelegramActs.POSTS,
                                new TelegramActs.ListPosts(
                                        account, null, new ChannelName(group.id(), "the_talk"), 0, null, 100))
                        .posts()
                        .stream()
                        .filter(each -> each.text().equals("well said")))
                .hasSize(1);
    }

    @Test
    void a_post_without_a_discussion_takes_no_comment() {
        Channel silent = world.add(ChannelSpec.channel("Silent", "no_comments_here"), author);
        int post = world.post(silent, "quiet");

        Failure failure = rig.failure(
                TelegramActs.COMMENT,
                new Comment(account, null, new ChannelName(silent.id(), "no_comments_here"), post, "hm", "78"));

        assertThat(failure.code()).isEqualTo("telegram.no_comments");
    }

    @Test
    void a_reaction_is_set_and_taken_back() {
        int post = world.post(channel, "nice");

        rig.ask(TelegramActs.REACT, new TelegramActs.React(account, null, name, post, "👍"));
        rig.ask(TelegramActs.REACT, new TelegramActs.React(account, null, name, post, "👍"));
        rig.ask(TelegramActs.REACT, new TelegramActs.React(account, null, name, post, null));

        Failure wrong = rig.failure(TelegramActs.REACT, new TelegramActs.React(account, null, name, post, "nonsense"));
        assertThat(wrong.code()).isEqualTo("telegram.reaction_invalid");
    }

    @Test
    void joining_twice_is_joining_once_and_the_role_is_asked_afresh() {
        Channel club = world.add(ChannelSpec.channel("Club", "the_club"), author);
        var where = new ChannelName(club.id(), "the_club");
        var check = new TelegramActs.AdminCheck(account, null, where);

        assertThat(rig.ask(TelegramActs.ADMIN_CHECK, check).role()).isEqualTo(TelegramActs.Role.NOBODY);
        assertThat(rig.ask(TelegramActs.JOIN, new TelegramActs.Join(account, null, where, null))
                        .membership())
                .isEqualTo(Membership.JOINED);
        assertThat(rig.ask(TelegramActs.JOIN, new TelegramActs.Join(account, null, where, null))
                        .membership())
                .isIn(Membership.ALREADY, Membership.JOINED);
        assertThat(rig.ask(TelegramActs.ADMIN_CHECK, check).administers()).isFalse();

        world.promote(club, person);
        assertThat(rig.ask(TelegramActs.ADMIN_CHECK, check).administers()).isTrue();
    }

    @Test
    void an_unknown_channel_without_a_name_is_an_unknown_peer_and_a_foreign_account_is_not_found() {
        Failure peer = rig.failure(
                TelegramActs.POSTS,
                new TelegramActs.ListPosts(account, null, new ChannelName(1_999_999_999L, null), 0, null, 1));
        assertThat(peer.code()).isEqualTo("telegram.unknown_peer");

        Failure nobody =
                rig.failure(TelegramActs.STATUSES, new TelegramActs.ListStatuses(UUID.randomUUID(), null, null));
        assertThat(nobody.code()).isEqualTo("account.not_found");
    }

    private static @Nullable Execution made(long randomId) {
        return world.executions().stream()
                .filter(each -> each.randomId() == randomId)
                .findFirst()
                .orElse(null);
    }
}
