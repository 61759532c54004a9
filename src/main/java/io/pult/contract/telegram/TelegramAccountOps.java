package io.pult.contract.telegram;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.OfWorkspace;
import io.pult.bus.Op;
import io.pult.bus.Page;
import io.pult.bus.Topic;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as people keep them. An account of a workspace of which the asker is no member is not there for the asker: NOT_FOUND
 * {@code account.not_found}. A member whose role does not suffice hears FORBIDDEN {@code account.forbidden}: reading takes
 * a {@link MemberRole#VIEWER}, changing an {@link MemberRole#OPERATOR}, an application of its own, another workspace and the
 * end an {@link MemberRole#OWNER}. Accounts of no workspace, and proxies, are for administrators.
 */
public final class TelegramAccountOps {
    private static final int MAX_NAME = 200;
    private static final int MAX_LABELS = 20;
    private static final int MAX_LABEL = 50;

    public record Create(Create.Body body) {
        /**
         * @param name for people; empty when absent
         * @param phone with "+" or 00 and the country's code; absent: it signs in by a QR code, or is imported
         * @param status {@code active} when absent
         * @param workspaceId absent: it is the instance's
         * @param apiId of an application of its own, with {@code apiHash}
         * @param proxyId absent: one is chosen when it first connects
         */
        public record Body(
                @Nullable String name,
                @Nullable String phone,
                @Nullable Status status,
                @Nullable UUID workspaceId,
                @Nullable List<String> labels,
                @Nullable Integer apiId,
                @Nullable String apiHash,
                @Nullable UUID proxyId) {
            public Body {
                requireName(name);
                labels = labels == null ? null : checked(labels);
                TelegramAppOps.require(apiId, apiHash);
            }

            @Override
            public String toString() {
                return "Body[name " + (name != null) + ", phone " + (phone != null) + "]";
            }
        }
    }

    public record Get(UUID accountId) {}

    /**
     * @param label that it has
     * @param node name of the node that holds it
     * @param q part of the name, of the phone or of the user name
     * @param sort {@code created_at}, {@code updated_at}, {@code name} or {@code phone}, with {@code -} for descending;
     *     {@code -created_at} when absent
     */
    public record ListAccounts(
            @Nullable Status status,
            @Nullable State state,
            @Nullable UUID workspaceId,
            @Nullable String label,
            @Nullable UUID proxyId,
            @Nullable String node,
            @Nullable String q,
            @Nullable String sort,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(UUID accountId, @Nullable Long ifMatch, Update.Body body) {
        /**
         * @param workspaceId null: it becomes the instance's
         * @param apiId with {@code apiHash}, or both null, which takes the application of its own away
         * @param proxyId null: directly from now on
         */
        public record Body(
                Change<String> name,
                Change<String> phone,
                Change<Status> status,
                Change<List<String>> labels,
                Change<UUID> workspaceId,
                Change<Integer> apiId,
                Change<String> apiHash,
                Change<UUID> proxyId) {
            public Body {
                requireName(name.value());
                if (status.present() && status.value() == null) {
                    throw Failure.unprocessable("account.status_missing", "status is active or paused");
                }
                if (labels.value() != null) {
                    labels = Change.to(checked(labels.value()));
                }
                if (apiId.present() != apiHash.present()) {
                    throw TelegramAppOps.incomplete();
                }
                TelegramAppOps.require(apiId.value(), apiHash.value());
            }

            @Override
            public String toString() {
                return "Body[status " + status.value() + ", proxy " + proxyId.value() + "]";
            }
        }
    }

    /** @param logOut ends the session at Telegram first; otherwise it stays among the account's devices until its owner ends it */
    public record Delete(
            UUID accountId,
            @Nullable Boolean logOut,
            @Nullable Long ifMatch,
            @Nullable Long epoch) implements AccountAsk<Delete> {
        public Delete(UUID accountId, @Nullable Boolean logOut, @Nullable Long ifMatch) {
            this(accountId, logOut, ifMatch, null);
        }

        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public Delete at(long now) {
            return new Delete(accountId, logOut, ifMatch, now);
        }
    }

    /** The account's row was changed: whoever holds its session acts upon it. */
    public record Settle(UUID account, @Nullable Long epoch) implements AccountAsk<Settle> {
        @Override
        public Settle at(long now) {
            return new Settle(account, now);
        }
    }

    /** @param state of the account now; absent when it is deleted */
    public record Changed(
            UUID id, @Nullable UUID workspaceId, @Nullable State state) implements OfWorkspace {}

    /** Fails with CONFLICT {@code account.phone_taken}, UNPROCESSABLE {@code account.phone_invalid}, {@code proxy.unknown}. */
    public static final Op<Create, TelegramAccount> CREATE =
            Op.of("telegram.createAccount", Create.class, TelegramAccount.class);

    public static final Op<ListAccounts, Page<TelegramAccount>> LIST =
            Op.page("telegram.listAccounts", ListAccounts.class, TelegramAccount.class);
    public static final Op<Get, TelegramAccount> GET =
            Op.of("telegram.getAccount", Get.class, TelegramAccount.class).asIdempotent();

    /**
     * Fails as {@link #CREATE}, with CONFLICT {@code account.signed_in} for what cannot change while it is, with CONFLICT
     * {@code account.banned}: the proxy of a banned account is not changed.
     */
    public static final Op<Update, TelegramAccount> UPDATE =
            Op.of("telegram.updateAccount", Update.class, TelegramAccount.class).within(Duration.ofSeconds(15));

    /** Fails with UPSTREAM {@code account.not_logged_out} when the session could not be ended at Telegram: nothing is deleted. */
    public static final Op<Delete, Nothing> DELETE = Op.of("telegram.deleteAccount", Delete.class, Nothing.class)
            .within(Duration.ofSeconds(45))
            .asIdempotent();

    public static final Op<Settle, Nothing> SETTLE = Op.of("~telegram.settle", Settle.class, Nothing.class)
            .within(Duration.ofSeconds(5))
            .asIdempotent();

    /** Told to members of the account's workspace, and to whoever sees every workspace. */
    public static final Topic<Changed> CHANGED = Topic.of("telegram.accountChanged", Changed.class)
            .visibleTo("USER", "ADMIN", "telegram:read")
            .toMembers(MemberRole.VIEWER);

    private TelegramAccountOps() {}

    public static void requireName(@Nullable String name) {
        if (name != null && (name.codePointCount(0, name.length()) > MAX_NAME || name.indexOf('\0') >= 0)) {
            throw Failure.unprocessable("account.name_invalid", "name has at most " + MAX_NAME + " characters");
        }
    }

    /** @return without those that are there twice */
    public static List<String> checked(List<String> labels) {
        List<String> once = labels.stream().distinct().toList();
        boolean wrong = once.size() > MAX_LABELS
                || once.stream().anyMatch(label -> label == null || label.isBlank() || label.indexOf('\0') >= 0)
                || once.stream().anyMatch(label -> label.codePointCount(0, label.length()) > MAX_LABEL);
        if (wrong) {
            throw Failure.unprocessable(
                    "account.labels_invalid",
                    "At most " + MAX_LABELS + " labels, each of 1 to " + MAX_LABEL + " characters");
        }
        return once;
    }
}
