package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.Principal;
import io.pult.contract.vk.AccountLinkOps;
import io.pult.contract.vk.AccountLinkOps.AddByUrls;
import io.pult.contract.vk.AccountLinkOps.Line;
import io.pult.contract.vk.AccountLinkOps.Lines;
import io.pult.contract.vk.AccountLinkOps.Reason;
import io.pult.contract.vk.AccountLinkOps.Result;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.ListAccounts;
import io.pult.contract.vk.SystemAccountOps.Update;
import io.pult.contract.vk.SystemAccountOps.Verify;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts out of what people paste. */
class AccountLinkIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = new VkRig();
    private final Node node = rig.node();

    AccountLinkIT() {
        rig.awaitRole();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void each_line_is_added_exists_or_is_invalid_and_says_why() {
        rig.user(node, ONE, 1001);
        var lines = add(
                "https://vk.com/id1001",
                "@anna_demo",
                "https://vk.com/pult_club",
                "club7002",
                "app51000000",
                "vk.com/nobody_is_called_this",
                "https://vk.com/feed",
                "wall-1_2",
                "https://evil.com/id5",
                "",
                "two words",
                "a".repeat(600));

        assertThat(lines.lines())
                .extracting(Line::result)
                .containsExactly(
                        Result.EXISTS,
                        Result.ADDED,
                        Result.ADDED,
                        Result.ADDED,
                        Result.ADDED,
                        Result.INVALID,
                        Result.INVALID,
                        Result.INVALID,
                        Result.INVALID,
                        Result.INVALID,
                        Result.INVALID,
                        Result.INVALID);
        assertThat(lines.lines().subList(5, 12))
                .extracting(Line::reason)
                .containsExactly(
                        Reason.NOT_FOUND,
                        Reason.NOT_A_PROFILE,
                        Reason.NOT_A_PROFILE,
                        Reason.NOT_VK,
                        Reason.EMPTY,
                        Reason.MALFORMED,
                        Reason.TOO_LONG);
        assertThat(lines.added() + " " + lines.exists() + " " + lines.invalid()).isEqualTo("4 1 7");
        assertThat(lines.lines())
                .extracting(Line::line)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
        var anna = account(lines, 1);
        assertThat(anna.vkUserId()).isEqualTo(1002);
        assertThat(anna.kind()).isEqualTo(Kind.USER);
        assertThat(anna.label()).isEqualTo("Анна Образцова");
        assertThat(anna.screenName()).isEqualTo("anna_demo");
        assertThat(anna.status()).isEqualTo(Status.UNKNOWN);
        assertThat(anna.tokenHint()).isNull();
        assertThat(account(lines, 2).vkUserId()).isEqualTo(7001);
        assertThat(account(lines, 2).kind()).isEqualTo(Kind.COMMUNITY);
        assertThat(account(lines, 3).label()).isEqualTo("Страница Пульта");
        assertThat(account(lines, 4).kind()).isEqualTo(Kind.SERVICE);
        assertThat(lines.lines().get(11).url()).hasSize(AccountLinkOps.MAX_LINK);
        assertThat(lines.lines().subList(5, 12)).allMatch(line -> line.account() == null);
    }

    @Test
    void a_line_that_stands_for_an_earlier_one_exists_in_whatever_form_it_comes() {
        rig.user(node, ONE, 1003);
        var lines = add("id1001", "https://vk.com/pult_demo", "@id1001", "vk.ru/Pult_Demo?x=1", "[id1001|Pult]");
        assertThat(lines.added()).isEqualTo(1);
        assertThat(lines.exists()).isEqualTo(4);
        assertThat(lines.lines())
                .extracting(line -> line.account().id())
                .containsOnly(account(lines, 0).id());
        assertThat(add("pult_demo").exists()).isEqualTo(1);
    }

    @Test
    void a_kind_that_was_asked_for_refuses_links_to_other_kinds() {
        rig.user(node, ONE, 1003);
        var users = add(body(Kind.USER, false, "id1001", "club7001", "app5", "pult_club", "pult_demo"));
        assertThat(users.lines())
                .extracting(Line::reason)
                .containsExactly(null, Reason.WRONG_KIND, Reason.WRONG_KIND, Reason.NOT_FOUND, null);
        var communities = add(body(Kind.COMMUNITY, false, "pult_demo", "pult_club"));
        assertThat(communities.lines()).extracting(Line::reason).containsExactly(Reason.NOT_FOUND, null);
        var services = add(body(Kind.SERVICE, false, "pult_demo", "app5"));
        assertThat(services.lines()).extracting(Line::reason).containsExactly(Reason.WRONG_KIND, null);
    }

    @Test
    void a_dry_run_tells_the_same_and_adds_nothing() {
        rig.user(node, ONE, 1003);
        var dry = add(body(null, true, "id1001", "id1001", "anna_demo", "id1003", "feed"));
        assertThat(dry.lines())
                .extracting(Line::result)
                .containsExactly(Result.ADDED, Result.EXISTS, Result.ADDED, Result.EXISTS, Result.INVALID);
        assertThat(dry.lines().get(0).account()).isNull();
        assertThat(dry.lines().get(3).account()).isNotNull();
        assertThat(all()).hasSize(1);
    }

    @Test
    void without_a_live_token_ids_are_added_and_names_wait_until_one_appears() {
        var lines = add("id1001", "https://vk.com/anna_demo", "@pult_club", "nobody_is_called_this", "ANNA_DEMO");
        assertThat(lines.added()).isEqualTo(4);
        assertThat(lines.exists()).isEqualTo(1);
        assertThat(account(lines, 0).vkUserId()).isEqualTo(1001);
        var waiting = account(lines, 1);
        assertThat(waiting.vkUserId()).isNull();
        assertThat(waiting.screenName()).isEqualTo("anna_demo");
        assertThat(waiting.status()).isEqualTo(Status.UNKNOWN);

        rig.user(node, ONE, 1003);

        VkRig.eventually("all are known", () -> all().stream().noneMatch(this::waits));
        var anna = node.account(waiting.id());
        assertThat(anna.vkUserId()).isEqualTo(1002);
        assertThat(anna.label()).isEqualTo("Анна Образцова");
        assertThat(node.account(account(lines, 0).id()).label()).isEqualTo("Pult Demo");
        var club = node.account(account(lines, 2).id());
        assertThat(club.kind()).isEqualTo(Kind.COMMUNITY);
        assertThat(club.vkUserId()).isEqualTo(7001);
        var nobody = node.account(account(lines, 3).id());
        assertThat(nobody.status()).isEqualTo(Status.ERROR);
        assertThat(nobody.statusReason()).contains("nobody");
    }

    @Test
    void a_name_that_turns_out_to_be_somebody_who_is_there_makes_way_for_them() {
        var waiting = account(add("anna_demo"), 0);
        var there = VkRig.create(node, 1002, Kind.USER, null);
        rig.user(node, ONE, 1003);
        VkRig.eventually(
                "the waiting one is gone",
                () -> all().stream().noneMatch(account -> account.id().equals(waiting.id())));
        assertThat(node.account(there.id()).vkUserId()).isEqualTo(1002);
        assertThat(rig.pg
                        .query(
                                "SELECT 1 FROM system_accounts WHERE id = $1 AND deleted_at IS NOT NULL AND status_reason LIKE '%' || $2",
                                waiting.id(), there.id().toString())
                        .await()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_waiting_name_that_is_pasted_again_exists_whether_vk_can_be_asked_or_not() {
        var waiting = account(add("https://vk.com/anna_demo"), 0);
        assertThat(account(add("@Anna_Demo"), 0).id()).isEqualTo(waiting.id());
        rig.user(node, ONE, 1003);
        assertThat(account(add("vk.ru/anna_demo"), 0).id()).isEqualTo(waiting.id());
        assertThat(all()).hasSize(2);
    }

    @Test
    void a_token_given_to_a_waiting_name_tells_whose_it_is() {
        var lines = add("pult_demo", "anna_demo");
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + TWO,
                new JsonObject().put("kind", "user").put("user_id", 1002));
        rig.fault("html", "users.get", 3);
        give(account(lines, 1), TWO);
        VkRig.eventually("the faults are over", () -> {
            var verified = node.bus()
                    .ask(
                            SystemAccountOps.VERIFY,
                            new Verify(account(lines, 1).id()),
                            Call.system("test", Duration.ofSeconds(20)));
            return VkRig.await(verified.map(done -> true).otherwise(false));
        });
        assertThat(node.account(account(lines, 1).id()).vkUserId()).isEqualTo(1002);

        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject().put("kind", "user").put("user_id", 1003));
        give(account(lines, 0), ONE);
        assertThat(node.failure(
                                SystemAccountOps.VERIFY,
                                new Verify(account(lines, 0).id()))
                        .code())
                .isEqualTo("vk.foreign_token");
    }

    @Test
    void ten_thousand_ids_are_added_at_once_and_ten_thousand_more_times_exist() {
        var urls = IntStream.range(0, AccountLinkOps.MAX_LINKS)
                .mapToObj(i -> "https://vk.com/id" + (1_000_000 + i))
                .toList();
        long from = System.nanoTime();
        var lines = add(new AddByUrls.Body(urls, null, false));
        assertThat(lines.added()).isEqualTo(AccountLinkOps.MAX_LINKS);
        assertThat(add(new AddByUrls.Body(urls, null, false)).exists()).isEqualTo(AccountLinkOps.MAX_LINKS);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(25));
        assertThat(lines.lines().get(77).account().vkUserId()).isEqualTo(1_000_077);
    }

    @Test
    void ten_thousand_names_answer_in_time_as_a_thousand_go_into_each_question() {
        rig.maxResponse = 1 << 20;
        var patient = rig.node(rig.quick());
        rig.user(patient, ONE, 1001);
        var urls = IntStream.range(0, AccountLinkOps.MAX_LINKS)
                .mapToObj(i -> i % 1_000 == 0 ? "https://vk.com/anna_demo" : "https://vk.com/no_such_name_" + i)
                .toList();
        long from = System.nanoTime();
        var lines = patient.ask(AccountLinkOps.ADD_BY_URLS, new AddByUrls(new AddByUrls.Body(urls, Kind.USER, false)));
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(25));
        assertThat(lines.added()).isEqualTo(1);
        assertThat(lines.exists()).isEqualTo(9);
        assertThat(lines.lines())
                .filteredOn(line -> line.reason() == Reason.NOT_FOUND)
                .hasSize(9_990);
        assertThat(rig.calls(ONE, "users.get")).isEqualTo(10);
    }

    @Test
    void what_there_was_no_room_to_ask_about_is_looked_up_afterwards() {
        rig.user(node, ONE, 1001);
        var urls = new ArrayList<String>();
        IntStream.range(0, VkProfiles.USERS_AT_ONCE).forEach(i -> urls.add("id" + (1_000_000 + i)));
        urls.add("id1002");
        var lines = add(new AddByUrls.Body(urls, null, false));
        var last = account(lines, VkProfiles.USERS_AT_ONCE);
        assertThat(last.label()).isEqualTo("user 1002");
        VkRig.eventually("it has a label", () -> node.account(last.id()).label().equals("Анна Образцова"));
    }

    @Test
    void names_wait_when_vk_does_not_answer_and_ids_do_not() {
        rig.user(node, ONE, 1001);
        rig.fault("html", "users.get", 8);
        var lines = add("id1003", "anna_demo");
        assertThat(lines.added()).isEqualTo(2);
        var waiting = account(lines, 1);
        assertThat(waiting.vkUserId()).isNull();
        VkRig.eventually("its time has come", () -> {
            node.bus()
                    .publish(SystemAccountOps.CHANGED, new SystemAccountOps.Changed(UUID.randomUUID(), Status.UNKNOWN));
            return Long.valueOf(1002).equals(node.account(waiting.id()).vkUserId());
        });
        assertThat(rig.errors(ONE, 6)).isZero();
    }

    @Test
    void the_same_list_under_one_key_is_added_once_and_answered_alike() {
        var keyed = new Call(
                Principal.node("test"),
                "r",
                System.nanoTime() + Duration.ofSeconds(30).toNanos(),
                null,
                Locale.ENGLISH,
                "key-1");
        var request = new AddByUrls(body(null, false, "id1", "id2", "nonsense!", "\uD83D\uDE42\0"));
        var first = VkRig.await(node.bus().ask(AccountLinkOps.ADD_BY_URLS, request, keyed));
        var again = VkRig.await(node.bus().ask(AccountLinkOps.ADD_BY_URLS, request, keyed));
        assertThat(again).isEqualTo(first);
        assertThat(again.added()).isEqualTo(2);
        var other = new AddByUrls(body(null, false, "id3"));
        assertThat(catchThrowableOfType(
                                Failure.class,
                                () -> VkRig.await(node.bus().ask(AccountLinkOps.ADD_BY_URLS, other, keyed)))
                        .code())
                .isEqualTo("idempotency.key_reused");
    }

    @Test
    void two_who_paste_the_same_list_at_once_add_it_once() {
        var request = new AddByUrls(body(
                null,
                false,
                IntStream.range(0, 300).mapToObj(i -> "id" + (5_000 + i)).toArray(String[]::new)));
        var b = rig.node();
        var one = node.bus().ask(AccountLinkOps.ADD_BY_URLS, request, VkRig.ADMIN);
        var two = b.bus().ask(AccountLinkOps.ADD_BY_URLS, request, VkRig.ADMIN);
        assertThat(VkRig.await(one).added() + VkRig.await(two).added()).isEqualTo(300);
    }

    @Test
    void a_waiting_name_is_listed_by_its_name_and_in_every_order() {
        var waiting = account(add("anna_demo"), 0);
        for (String sort : new String[] {"label", "status", "created_at", "-expires_at"}) {
            assertThat(node.ask(SystemAccountOps.LIST, new ListAccounts(null, null, "anna", sort, 1, null))
                            .items())
                    .extracting(SystemAccount::id)
                    .containsExactly(waiting.id());
        }
        assertThat(waiting.label()).isEqualTo("user anna_demo");
    }

    /** As the gateway takes them by default: one MiB. */
    @Test
    void ten_thousand_links_of_the_longest_names_fit_a_request() {
        var urls = IntStream.range(0, AccountLinkOps.MAX_LINKS)
                .mapToObj(i -> "https://m.vkontakte.ru/" + "a".repeat(27) + (10_000 + i))
                .toList();
        assertThat(Json.write(new AddByUrls.Body(urls, Kind.COMMUNITY, true)).length())
                .isLessThan(1 << 20);
    }

    @Test
    void no_list_and_a_list_that_is_too_long_are_refused() {
        assertThat(catchThrowableOfType(Failure.class, () -> new AddByUrls.Body(List.of(), null, null))
                        .code())
                .isEqualTo("links.count");
        var many = IntStream.rangeClosed(0, AccountLinkOps.MAX_LINKS)
                .mapToObj(Integer::toString)
                .toList();
        assertThat(catchThrowableOfType(Failure.class, () -> new AddByUrls.Body(many, null, null))
                        .code())
                .isEqualTo("links.count");
        assertThat(catchThrowableOfType(Failure.class, () -> new AddByUrls.Body(Arrays.asList("id1", null), null, null))
                        .code())
                .isEqualTo("links.null");
    }

    private boolean waits(SystemAccount account) {
        return account.status() == Status.UNKNOWN
                && (account.vkUserId() == null || account.label().isEmpty());
    }

    private void give(SystemAccount account, String token) {
        node.ask(
                SystemAccountOps.UPDATE,
                new Update(account.id(), null, new Update.Body(Change.absent(), Change.to(token))));
    }

    private List<SystemAccount> all() {
        return node.ask(SystemAccountOps.LIST, new ListAccounts(null, null, null, null, 200, null))
                .items();
    }

    private static SystemAccount account(Lines lines, int index) {
        SystemAccount account = lines.lines().get(index).account();
        if (account == null) {
            throw new AssertionError("line " + index + " has no account");
        }
        return account;
    }

    private Lines add(String... urls) {
        return add(body(null, false, urls));
    }

    private Lines add(AddByUrls.Body body) {
        return node.ask(AccountLinkOps.ADD_BY_URLS, new AddByUrls(body));
    }

    private static AddByUrls.Body body(@Nullable Kind kind, boolean dry, String... urls) {
        return new AddByUrls.Body(List.of(urls), kind, dry);
    }
}
