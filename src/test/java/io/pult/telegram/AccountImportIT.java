package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.telegram.AccountExportOps;
import io.pult.contract.telegram.AccountExportOps.Export;
import io.pult.contract.telegram.AccountExportOps.Form;
import io.pult.contract.telegram.AccountImport;
import io.pult.contract.telegram.AccountImport.Line;
import io.pult.contract.telegram.AccountImport.Result;
import io.pult.contract.telegram.AccountImportOps;
import io.pult.contract.telegram.AccountImportOps.Create;
import io.pult.contract.telegram.AccountImportOps.FromFile;
import io.pult.contract.telegram.AccountImportOps.Import;
import io.pult.contract.telegram.AccountImportOps.Imported;
import io.pult.contract.telegram.AccountImportOps.Into;
import io.pult.contract.telegram.AccountImportOps.ListLines;
import io.pult.contract.telegram.AccountImportOps.Session;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.mtproto.format.Format;
import io.pult.mtproto.format.ImportedSession;
import io.pult.mtproto.format.SessionStrings;
import io.pult.mtproto.transport.Address;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions that come from elsewhere and go there, over two nodes. */
class AccountImportIT {
    private static final int CROWD = 40;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private static TelegramRig rig;
    private static SignInLab lab;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(CROWD);
        lab = new SignInLab(rig);
        rig.node();
        rig.node();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @AfterEach
    void noKeyWasUsedTwice() {
        assertThat(rig.duplicates()).isZero();
    }

    @Test
    void every_line_of_an_import_has_a_result_and_what_it_brought_is_erased() throws Exception {
        int one = NEXT.getAndIncrement();
        int other = NEXT.getAndIncrement();
        UUID workspace = lab.workspace();
        String good = string(one, Format.PYROGRAM);
        AccountImport made = rig.ask(
                AccountImportOps.CREATE,
                new Create(new Create.Body(
                        workspace,
                        List.of(
                                new Session(good, "First", List.of("a")),
                                new Session("not a session!", null, null),
                                new Session(good.substring(0, 300), "Truncated", null),
                                new Session(good, "Twice", null),
                                new Session(bot(), "Bot", null),
                                new Session(test(), "Test servers", null),
                                new Session(string(other, Format.TELETHON), "Second", null)))));
        assertThat(made.lines()).isEqualTo(7);
        assertThat(made.waiting()).isEqualTo(7);

        walk(made.id());

        List<Line> lines = rig.ask(AccountImportOps.LIST_LINES, new ListLines(made.id(), null, null, null))
                .items();
        assertThat(lines)
                .extracting(Line::code)
                .containsExactly(
                        null,
                        "session.not_a_string",
                        "session.unknown_layout",
                        "session.known",
                        "session.bot",
                        "session.other_servers",
                        null);
        UUID first = Objects.requireNonNull(lines.get(0).accountId());
        assertThat(lines.get(3).accountId()).isEqualTo(first);
        assertThat(lines.get(0).state()).isEqualTo(State.READY);
        assertThat(lab.row(first).getString("name")).isEqualTo("First");
        assertThat(lab.row(first).getUUID("workspace_id")).isEqualTo(workspace);
        var kept =
                Wait.on(rig.pg.query("SELECT count(session) FROM account_import_line WHERE import_id = $1", made.id()));
        assertThat(kept.iterator().next().getLong(0)).isZero();
        AccountImport now = rig.ask(AccountImportOps.GET, new AccountImportOps.Get(made.id()));
        assertThat(now.imported()).isEqualTo(2);
        assertThat(now.refused()).isEqualTo(5);
        Wait.until(
                "Telegram has told whose it is",
                () -> ("+8880%07d".formatted(one)).equals(lab.row(first).getString("phone")));
    }

    @Test
    void a_step_that_is_asked_twice_takes_each_line_once() {
        int number = NEXT.getAndIncrement();
        AccountImport made = rig.ask(
                AccountImportOps.CREATE,
                new Create(new Create.Body(null, List.of(new Session(string(number, Format.GRAMJS), null, null)))));
        var step = new JobStep(UUID.randomUUID(), 0, null, AccountImportSteps.args(made.id()));
        var op = JobStep.of("telegram", AccountImportSteps.KIND);

        var first = rig.bus.ask(op, step, Call.system("test", Duration.ofSeconds(15)));
        var second = rig.bus.ask(op, step, Call.system("test", Duration.ofSeconds(15)));

        assertThat(Wait.on(first)).isEqualTo(Wait.on(second)).isEqualTo(new JobStep.Result(null, 1, 1L));
        List<Line> lines = rig.ask(AccountImportOps.LIST_LINES, new ListLines(made.id(), null, null, null))
                .items();
        assertThat(lines.get(0).result()).isEqualTo(Result.IMPORTED);
        assertThat(accountsWith(number)).isEqualTo(1);
    }

    @Test
    void the_same_session_brought_by_two_at_once_becomes_one_account() {
        for (int round = 0; round < 5; round++) {
            int number = NEXT.getAndIncrement();
            var one = new Import(string(number, Format.PYROGRAM), null, "One", null);
            var other = new Import(string(number, Format.MTCUTE), lab.workspace(), "Other", null);
            Call call = Call.system("test", Duration.ofSeconds(15));

            Future<Imported> first = rig.bus.ask(AccountImportOps.IMPORT, one, call);
            Future<Imported> second = rig.bus.ask(AccountImportOps.IMPORT, other, call);

            Wait.on(Future.join(first, second).otherwiseEmpty());
            assertThat(first.succeeded()).isNotEqualTo(second.succeeded());
            Throwable cause = first.succeeded() ? second.cause() : first.cause();
            assertThat(((Failure) cause).code()).isEqualTo("session.known");
            assertThat(accountsWith(number)).isEqualTo(1);
        }
    }

    @Test
    void the_tracker_is_given_the_same_account_when_it_asks_again() {
        int number = NEXT.getAndIncrement();
        var ask = new Import(string(number, Format.PYROGRAM), null, "Tracker's", "+8880%07d".formatted(number));

        Imported first = rig.ask(AccountImportOps.IMPORT, ask);
        assertThat(rig.ask(AccountImportOps.IMPORT, ask).accountId()).isEqualTo(first.accountId());
        assertThat(lab.row(first.accountId()).getString("phone")).isEqualTo("+8880%07d".formatted(number));
        assertThat(ask.toString()).doesNotContain(ask.session());
    }

    @Test
    void a_file_brings_its_session_and_one_of_another_kind_brings_nothing() throws Exception {
        int number = NEXT.getAndIncrement();
        long user = user(number);
        Imported made = rig.ask(
                AccountImportOps.FROM_FILE,
                new FromFile(null, "From a file", file(SessionFiles.pyrogram(ScaleKeys.key(number), 2, user, false))));
        assertThat(made.state()).isEqualTo(State.READY);
        Wait.until("it is verified", () -> lab.row(made.accountId()).getValue("signed_in_at") != null);

        long before = accounts();
        refused(
                AccountImportOps.FROM_FILE,
                new FromFile(null, null, file("not a database".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                422,
                "session_file.foreign");
        refused(
                AccountImportOps.FROM_FILE,
                new FromFile(null, null, file(SessionFiles.pyrogram(ScaleKeys.key(number), 2, user, false))),
                409,
                "session.known");
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void a_session_goes_into_an_account_that_has_none_and_into_no_other() throws Exception {
        int number = NEXT.getAndIncrement();
        UUID account = lab.account(null, "+8880%07d".formatted(number));
        refused(AccountImportOps.INTO, new Into(account, "nonsense"), 422, "session.unknown_layout");

        Imported made = rig.ask(AccountImportOps.INTO, new Into(account, string(number, Format.PYROGRAM)));

        assertThat(made.accountId()).isEqualTo(account);
        Wait.until("it is held and verified", () -> lab.row(account).getValue("signed_in_at") != null);
        refused(
                AccountImportOps.INTO,
                new Into(account, string(NEXT.getAndIncrement(), Format.PYROGRAM)),
                409,
                "sign_in.already");
        UUID another = lab.account(null, null);
        refused(AccountImportOps.INTO, new Into(another, string(number, Format.GRAMJS)), 409, "session.known");
        refused(AccountImportOps.INTO, new Into(UUID.randomUUID(), string(0, Format.GRAMJS)), 404, "account.not_found");
    }

    @Test
    void an_export_closes_the_connection_and_nobody_connects_until_it_is_brought_back() throws Exception {
        int number = NEXT.getAndIncrement();
        UUID account = rig.ask(
                        AccountImportOps.IMPORT, new Import(string(number, Format.PYROGRAM), null, "Leaves", null))
                .accountId();
        Wait.until("it is verified", () -> lab.row(account).getValue("signed_in_at") != null);

        String string = rig.ask(AccountExportOps.EXPORT, new Export(account, Form.PYROGRAM))
                .session();

        ImportedSession given = SessionStrings.read(string);
        assertThat(given.key()).isEqualTo(ScaleKeys.key(number));
        assertThat(given.userId()).isEqualTo(user(number));
        assertThat(lab.state(account)).isEqualTo("exported");
        assertThat(connected(number)).isFalse();
        for (Form form : Form.values()) {
            String again =
                    rig.ask(AccountExportOps.EXPORT, new Export(account, form)).session();
            assertThat(SessionStrings.read(again).key()).isEqualTo(ScaleKeys.key(number));
        }
        assertThat(lab.audited(account))
                .filteredOn("telegram_account.session_exported"::equals)
                .hasSize(1 + Form.values().length);
        // Longer than it takes to claim what should be held.
        Thread.sleep(2_500);
        assertThat(connected(number)).isFalse();
        assertThat(lab.row(account).getValue("owner")).isNull();

        Imported back = rig.ask(AccountImportOps.IMPORT, new Import(string, null, "Comes back", null));

        assertThat(back.accountId()).isEqualTo(account);
        Wait.until("it is connected again", () -> connected(number));
        assertThat(lab.state(account)).isEqualTo("ready");
    }

    @Test
    void an_export_wants_an_owner_who_has_shown_lately_who_they_are() {
        int number = NEXT.getAndIncrement();
        UUID workspace = lab.workspace();
        UUID account = rig.ask(
                        AccountImportOps.IMPORT, new Import(string(number, Format.PYROGRAM), workspace, "Stays", null))
                .accountId();
        var export = new Export(account, Form.TELETHON);
        Instant now = Instant.now();

        assertThat(failure(export, person(workspace, MemberRole.OWNER, now.minusSeconds(600)))
                        .code())
                .isEqualTo("confirmation.needed");
        assertThat(failure(export, person(workspace, MemberRole.OPERATOR, now)).kind())
                .isEqualTo(Failure.Kind.FORBIDDEN);
        assertThat(failure(export, person(UUID.randomUUID(), MemberRole.OWNER, now))
                        .kind())
                .isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(lab.state(account)).isEqualTo("ready");
        var given = Wait.on(rig.bus.ask(
                AccountExportOps.EXPORT,
                export,
                Call.by(person(workspace, MemberRole.OWNER, now), Duration.ofSeconds(15))));
        assertThat(given.toString()).doesNotContain(given.session());
        assertThat(lab.state(account)).isEqualTo("exported");
    }

    @Test
    void a_foreign_workspace_is_not_there_and_its_import_neither() {
        UUID theirs = lab.workspace();
        int number = NEXT.getAndIncrement();
        var body = new Create.Body(theirs, List.of(new Session(string(number, Format.PYROGRAM), null, null)));
        var stranger = person(UUID.randomUUID(), MemberRole.OWNER, Instant.now());
        assertThat(failure(AccountImportOps.CREATE, new Create(body), stranger).code())
                .isEqualTo("workspace.not_found");

        AccountImport made = rig.ask(AccountImportOps.CREATE, new Create(body));
        assertThat(failure(AccountImportOps.GET, new AccountImportOps.Get(made.id()), stranger)
                        .code())
                .isEqualTo("import.not_found");
        assertThat(failure(AccountImportOps.LIST_LINES, new ListLines(made.id(), null, null, null), stranger)
                        .code())
                .isEqualTo("import.not_found");
    }

    @Test
    void who_has_a_session_already_is_told_to_those_who_may_see_it_alone() {
        int number = NEXT.getAndIncrement();
        UUID theirs = lab.workspace();
        UUID mine = lab.workspace();
        String string = string(number, Format.PYROGRAM);
        rig.ask(AccountImportOps.IMPORT, new Import(string, theirs, "Theirs", null));
        AccountImport made = rig.ask(
                AccountImportOps.CREATE, new Create(new Create.Body(mine, List.of(new Session(string, null, null)))));
        walk(made.id());

        var me = person(mine, MemberRole.OPERATOR, Instant.now());
        Line seen = Wait.on(rig.bus.ask(
                        AccountImportOps.LIST_LINES,
                        new ListLines(made.id(), null, null, null),
                        Call.by(me, Duration.ofSeconds(10))))
                .items()
                .get(0);
        assertThat(seen.code()).isEqualTo("session.known");
        assertThat(seen.accountId()).isNull();
        assertThat(rig.ask(AccountImportOps.LIST_LINES, new ListLines(made.id(), Result.REFUSED, null, null))
                        .items()
                        .get(0)
                        .accountId())
                .isNotNull();
    }

    /** As jobs does it. */
    private static void walk(UUID id) {
        String cursor = null;
        int number = 0;
        do {
            var step = new JobStep(UUID.randomUUID(), number++, cursor, AccountImportSteps.args(id));
            cursor = rig.ask(JobStep.of("telegram", AccountImportSteps.KIND), step)
                    .cursor();
        } while (cursor != null);
    }

    private static String string(int number, Format format) {
        return SessionStrings.write(format, session(number, false, false));
    }

    private static String bot() {
        return SessionStrings.write(Format.PYROGRAM, session(NEXT.getAndIncrement(), true, false));
    }

    private static String test() {
        return SessionStrings.write(Format.PYROGRAM, session(NEXT.getAndIncrement(), false, true));
    }

    private static ImportedSession session(int number, boolean bot, boolean test) {
        return new ImportedSession(
                "test", 2, test, ScaleKeys.key(number), 17, user(number), bot, new Address("127.0.0.1", 443));
    }

    private static long user(int number) {
        return rig.standIn.world().account("8880%07d".formatted(number)).id();
    }

    private static boolean connected(int number) {
        return rig.standIn.dataCentre(2).clientPort(ScaleKeys.key(number).id()) != 0;
    }

    private static long accountsWith(int number) {
        return Wait.on(rig.pg.query(
                        "SELECT count(*) FROM telegram_session WHERE key_id = $1",
                        ScaleKeys.key(number).id()))
                .iterator()
                .next()
                .getLong(0);
    }

    private static long accounts() {
        return Wait.on(rig.pg.query("SELECT count(*) FROM accounts"))
                .iterator()
                .next()
                .getLong(0);
    }

    private static FromFile.Body file(byte[] bytes) {
        return new FromFile.Body("application/octet-stream", Base64.getEncoder().encodeToString(bytes));
    }

    private static Principal person(UUID workspace, MemberRole role, Instant confirmed) {
        return new Principal(
                "user:" + UUID.randomUUID(),
                Set.of("USER"),
                Map.of(workspace.toString(), role),
                new SignIn(UUID.randomUUID(), confirmed));
    }

    private static Failure failure(Export ask, Principal who) {
        return failure(AccountExportOps.EXPORT, ask, who);
    }

    private static <Q, R> Failure failure(Op<Q, R> op, Q request, Principal who) {
        return (Failure) Wait.failureOf(rig.bus.ask(op, request, Call.by(who, Duration.ofSeconds(15))));
    }

    private static <Q, R> void refused(Op<Q, R> op, Q request, int status, String code) {
        Failure failure = rig.failure(op, request);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind().status()).isEqualTo(status);
    }
}
