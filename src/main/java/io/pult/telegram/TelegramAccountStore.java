package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.telegram.TelegramAccount;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.contract.telegram.TelegramAccountOps.ListAccounts;
import io.pult.infra.Cursor;
import io.pult.infra.Like;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code accounts}, as people see it; a flood is a state by the rows of {@code telegram_flood}. */
final class TelegramAccountStore {
    private static final String COLUMNS = """
            a.id, a.workspace_id, a.name, a.phone, a.status, a.labels, a.api_id, a.way, a.proxy_id, a.telegram_id, a.username,
            a.version, a.created_at, a.updated_at, s.state, s.reason, s.owner, s.epoch, n.name AS node,
            s.envelope IS NOT NULL AS has_key,
            (SELECT max(f.until) FROM telegram_flood f WHERE f.account_id = a.id AND f.until > now()) AS flood_until
            """;
    private static final String JOINED = """
            FROM accounts a JOIN telegram_session s ON s.account_id = a.id LEFT JOIN node n ON n.id = s.owner
            """;
    /** Of the account {@code a} with the session {@code s}, as people see it. */
    static final String SHOWN_STATE = """
            (CASE WHEN s.state = 'ready'
                   AND EXISTS (SELECT FROM telegram_flood f WHERE f.account_id = a.id AND f.until > now())
                  THEN 'flood' ELSE s.state END)""";

    private final Sql sql;

    TelegramAccountStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A row as it stands.
     *
     * @param state of the session: a flood is {@code ready} here
     * @param until when the last wait that Telegram ordered ends; absent: there is none
     * @param node name of the node that holds it; absent: none does
     * @param hasKey it was signed in, or is being
     * @param unchosen how it reaches Telegram is not chosen yet
     */
    record Stored(
            UUID id,
            @Nullable UUID workspace,
            String name,
            @Nullable String phone,
            Status status,
            State state,
            @Nullable String reason,
            @Nullable Instant until,
            List<String> labels,
            @Nullable Integer apiId,
            @Nullable UUID proxy,
            boolean unchosen,
            @Nullable Long telegramId,
            @Nullable String username,
            @Nullable UUID owner,
            @Nullable String node,
            boolean hasKey,
            Instant createdAt,
            Instant updatedAt,
            long version) {

        /** Its session is good, whether connected or not. */
        boolean signedIn() {
            return hasKey && SignIns.isSignedIn(state);
        }

        boolean signingIn() {
            return state == State.CODE_SENT || state == State.PASSWORD_NEEDED;
        }

        State shownState() {
            return state == State.READY && until != null ? State.FLOOD : state;
        }

        TelegramAccount shown(Locale locale) {
            PhoneNumber number = phone == null ? null : new PhoneNumber(phone);
            State shown = shownState();
            return new TelegramAccount(
                    id,
                    workspace,
                    name,
                    phone,
                    number == null ? null : number.formatted(),
                    number == null ? null : number.warning(locale),
                    status,
                    shown,
                    reason,
                    reason == null ? null : TelegramWords.of(reason, locale),
                    shown == State.FLOOD ? until : null,
                    labels,
                    apiId,
                    proxy,
                    telegramId,
                    username,
                    node,
                    createdAt,
                    updatedAt,
                    version);
        }
    }

    /**
     * What people decide of an account.
     *
     * @param sealedHash with {@code apiId}, or neither
     */
    record Wish(
            @Nullable UUID workspace,
            String name,
            @Nullable String phone,
            Status status,
            List<String> labels,
            @Nullable Integer apiId,
            @Nullable String sealedHash,
            SessionWay way) {}

    /** How it reaches Telegram, in the row. */
    record SessionWay(String way, @Nullable UUID proxy) {
        static final SessionWay UNCHOSEN = new SessionWay("unchosen", null);
        static final SessionWay DIRECT = new SessionWay("direct", null);

        static SessionWay through(UUID proxy) {
            return new SessionWay("proxy", proxy);
        }
    }

    Future<Stored> insert(UUID id, Wish wish, String by) {
        return sql.query(
                        """
                        WITH a AS (
                            INSERT INTO accounts
                                (id, workspace_id, name, phone, status, labels, api_id, api_hash, way, proxy_id, created_by)
                            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                            RETURNING id)
                        INSERT INTO telegram_session (account_id) SELECT id FROM a
                        """,
                        id,
                        wish.workspace,
                        wish.name,
                        wish.phone,
                        wish.status.text(),
                        wish.labels.toArray(String[]::new),
                        wish.apiId,
                        wish.sealedHash,
                        wish.way.way,
                        wish.way.proxy,
                        by)
                .recover(cause -> Future.failedFuture(translated(cause)))
                .compose(made -> get(id));
    }

    /** @return fails with NOT_FOUND {@code account.not_found} */
    Future<Stored> get(UUID id) {
        return one("SELECT " + COLUMNS + JOINED + " WHERE a.id = $1", id);
    }

    /** The account and its session: until the end of the transaction nobody else becomes its owner, or ceases to be. */
    Future<Stored> lock(UUID id) {
        return sql.query("""
                        SELECT FROM accounts a JOIN telegram_session s ON s.account_id = a.id
                        WHERE a.id = $1
                        FOR NO KEY UPDATE OF a, s
                        """, id).compose(locked -> get(id));
    }

    /** @param workspaces whose accounts the asker may see; absent: all */
    Future<Page<Stored>> list(
            ListAccounts asked, UUID @Nullable [] workspaces, TelegramAccountSort sort, int limit, Locale locale) {
        Cursor cursor = Cursor.decode(asked.cursor(), sort.word(), 2);
        State state = asked.state();
        return sql.list(
                        TelegramAccountStore::stored,
                        ("SELECT " + COLUMNS + JOINED + """
                        WHERE ($1::uuid[] IS NULL OR a.workspace_id = ANY ($1))
                          AND ($2::uuid IS NULL OR a.workspace_id = $2)
                          AND ($3::text IS NULL OR a.status = $3)
                          AND ($4::text IS NULL OR %5$s = $4)
                          AND ($5::text IS NULL OR a.labels @> ARRAY[$5::text])
                          AND ($6::uuid IS NULL OR a.proxy_id = $6)
                          AND ($7::text IS NULL OR n.name = $7)
                          AND ($8::text IS NULL OR a.name ILIKE $8 OR a.phone LIKE $8 OR a.username ILIKE $8)
                          AND ($9::text IS NULL OR (%1$s, a.id) %2$s ($9::text::%3$s, $10::uuid))
                        ORDER BY %1$s %4$s, a.id %4$s
                        LIMIT $11
                        """)
                                .formatted(
                                        sort.column(), sort.comparison(), sort.type(), sort.direction(), SHOWN_STATE),
                        workspaces,
                        asked.workspaceId(),
                        asked.status() == null ? null : asked.status().text(),
                        state == null ? null : state.text(),
                        asked.label(),
                        asked.proxyId(),
                        asked.node(),
                        Like.containing(asked.q()),
                        cursor == null ? null : sort.after(cursor),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> Cursor.page(rows, limit, sort.word(), row -> sort.key(row.shown(locale))));
    }

    /** @param unsettled whether whoever holds the session has to act upon it */
    Future<?> change(UUID id, Wish wish, boolean appChanged, boolean unsettled) {
        return sql.query(
                        """
                        UPDATE accounts
                        SET workspace_id = $2, name = $3, phone = $4, status = $5, labels = $6,
                            api_id = CASE WHEN $7 THEN $8 ELSE api_id END,
                            api_hash = CASE WHEN $7 THEN $9 ELSE api_hash END,
                            way = $10, proxy_id = $11,
                            unsettled = CASE WHEN $12 THEN gen_random_uuid() ELSE unsettled END,
                            version = version + 1, updated_at = now()
                        WHERE id = $1
                        """,
                        id,
                        wish.workspace,
                        wish.name,
                        wish.phone,
                        wish.status.text(),
                        wish.labels.toArray(String[]::new),
                        appChanged,
                        wish.apiId,
                        wish.sealedHash,
                        wish.way.way,
                        wish.way.proxy,
                        unsettled)
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    private Future<Stored> one(String statement, @Nullable Object... args) {
        return sql.one(TelegramAccountStore::stored, Routing::unknown, statement, args);
    }

    private static Throwable translated(Throwable cause) {
        if (Pg.violates(cause, "accounts_phone_unique")) {
            return Failure.conflict("account.phone_taken", "Another account has this phone already");
        }
        return Pg.violates(cause, "accounts_workspace") ? WorkspacePick.unknown() : cause;
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getUUID("id"),
                row.getUUID("workspace_id"),
                row.getString("name"),
                row.getString("phone"),
                Status.of(row.getString("status")),
                State.of(row.getString("state")),
                row.getString("reason"),
                Sql.instantOrNull(row, "flood_until"),
                Arrays.asList(row.getArrayOfStrings("labels")),
                row.getInteger("api_id"),
                row.getUUID("proxy_id"),
                row.getString("way").equals("unchosen"),
                row.getLong("telegram_id"),
                row.getString("username"),
                row.getUUID("owner"),
                row.getString("node"),
                row.getBoolean("has_key"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"),
                row.getLong("version"));
    }
}
