package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import io.pult.contract.telegram.Proxy.Kind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The proxies of the instance, for administrators. */
public final class ProxyOps {
    public static final int DEFAULT_ACCOUNTS = 10;
    private static final int MOST_ACCOUNTS = 10_000;
    private static final int MAX_LABEL = 200;
    private static final int MAX_LINES = 1_000;

    public record Add(Add.Body body) {
        /**
         * @param username of a SOCKS5 proxy, with {@code password}, or neither
         * @param secret of an MTProxy: 16 bytes, or dd and 16 bytes, in hexadecimal digits or in base64url
         * @param maxAccounts {@link #DEFAULT_ACCOUNTS} when absent
         */
        public record Body(
                Kind kind,
                String host,
                int port,
                @Nullable String username,
                @Nullable String password,
                @Nullable String secret,
                @Nullable String label,
                @Nullable Integer maxAccounts) {
            public Body {
                if (kind == null) {
                    throw Failure.unprocessable("proxy.kind_missing", "kind is socks5 or mtproxy");
                }
                requireLabel(label);
                requireRoom(maxAccounts);
            }

            @Override
            public String toString() {
                return "Body[" + kind + " " + host + ":" + port + "]";
            }
        }
    }

    public record Paste(Paste.Body body) {
        /**
         * @param text a proxy a line: {@code host:port}, {@code host:port:user:password}, {@code user:password@host:port},
         *     {@code socks5://…}, {@code tg://proxy?…}, {@code tg://socks?…}, {@code https://t.me/proxy?…}; empty lines and
         *     those that begin with # are left out
         */
        public record Body(
                String text,
                @Nullable String label,
                @Nullable Integer maxAccounts) {
            public Body {
                if (text == null || text.isBlank()) {
                    throw Failure.unprocessable("proxy.text_missing", "text has a proxy in each line");
                }
                if (text.lines().limit(MAX_LINES + 1L).count() > MAX_LINES) {
                    throw Failure.unprocessable("proxy.too_many_lines", "text has at most " + MAX_LINES + " lines");
                }
                requireLabel(label);
                requireRoom(maxAccounts);
            }

            @Override
            public String toString() {
                return "Body[" + text.lines().count() + " lines]";
            }
        }
    }

    /** @param lines of those that were not left out, in their order */
    public record Pasted(List<Line> lines, int added, int known, int refused) {
        /**
         * Nothing of the line is repeated, as it may hold a password where nobody expects one.
         *
         * @param line from 1, as in the text that was pasted
         * @param id of the proxy, which is added, or known already
         * @param code why it was refused, and {@code message} in words
         */
        public record Line(
                int line,
                Result result,
                @Nullable UUID id,
                @Nullable String code,
                @Nullable String message) {}

        public enum Result {
            @JsonProperty("added")
            ADDED,
            /** It stands in an earlier line, or was there before: nothing of it was changed. */
            @JsonProperty("known")
            KNOWN,
            @JsonProperty("refused")
            REFUSED
        }
    }

    public record Get(UUID proxyId) {}

    /**
     * @param reachable as the last check saw it
     * @param free whether another account may have it: there is room, and it is not known to be unreachable
     * @param q part of the host or of the label
     */
    public record ListProxies(
            @Nullable Kind kind,
            @Nullable Boolean reachable,
            @Nullable Boolean free,
            @Nullable String q,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(UUID proxyId, @Nullable Long ifMatch, Update.Body body) {
        /** @param maxAccounts fewer than it has now: those stay, and no other comes */
        public record Body(
                Change<String> host,
                Change<Integer> port,
                Change<String> username,
                Change<String> password,
                Change<String> secret,
                Change<String> label,
                Change<Integer> maxAccounts) {
            public Body {
                requireLabel(label.value());
                if (maxAccounts.present() && maxAccounts.value() == null) {
                    throw roomInvalid();
                }
                requireRoom(maxAccounts.value());
            }

            @Override
            public String toString() {
                return "Body[" + host.value() + ":" + port.value() + "]";
            }
        }
    }

    public record Check(UUID proxyId) {}

    /** @param replacement to which its accounts move; absent: only when it has none */
    public record Delete(
            UUID proxyId,
            @Nullable UUID replacement,
            @Nullable Long ifMatch) {}

    /** Fails with CONFLICT {@code proxy.known}, UNPROCESSABLE {@code proxy.host_invalid}, {@code proxy.secret_invalid} and others. */
    public static final Op<Add, Proxy> ADD = Op.of("telegram.addProxy", Add.class, Proxy.class);

    public static final Op<Paste, Pasted> PASTE = Op.of("telegram.pasteProxies", Paste.class, Pasted.class);
    public static final Op<ListProxies, Page<Proxy>> LIST =
            Op.page("telegram.listProxies", ListProxies.class, Proxy.class);
    public static final Op<Get, Proxy> GET =
            Op.of("telegram.getProxy", Get.class, Proxy.class).asIdempotent();

    /** Another address or another secret: its accounts connect anew, each when its old connection is closed. */
    public static final Op<Update, Proxy> UPDATE = Op.of("telegram.updateProxy", Update.class, Proxy.class);

    /** Asks a data centre through it where it sees the question come from. A proxy that fails is an answer, not a failure. */
    public static final Op<Check, Proxy> CHECK = Op.of("telegram.checkProxy", Check.class, Proxy.class)
            .within(Duration.ofSeconds(25))
            .asIdempotent();

    /** Fails with CONFLICT {@code proxy.in_use} while accounts connect through it, {@code proxy.full}, {@code account.banned}. */
    public static final Op<Delete, Nothing> DELETE =
            Op.of("telegram.deleteProxy", Delete.class, Nothing.class).asIdempotent();

    private ProxyOps() {}

    private static void requireLabel(@Nullable String label) {
        if (label != null && (label.codePointCount(0, label.length()) > MAX_LABEL || label.indexOf('\0') >= 0)) {
            throw Failure.unprocessable("proxy.label_invalid", "label has at most " + MAX_LABEL + " characters");
        }
    }

    private static void requireRoom(@Nullable Integer maxAccounts) {
        if (maxAccounts != null && (maxAccounts < 1 || maxAccounts > MOST_ACCOUNTS)) {
            throw roomInvalid();
        }
    }

    private static Failure roomInvalid() {
        return Failure.unprocessable("proxy.max_accounts_invalid", "max_accounts is 1 to " + MOST_ACCOUNTS);
    }
}
