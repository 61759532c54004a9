package io.pult.bus;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What travels beside the body: the {@link Call} as headers of a bus message. */
final class Headers {
    static final String VERSION = "x-version";
    static final String REPLAYED = "x-replayed";
    static final String ASKER_CHANGED = "x-asker-changed";

    private static final String PRINCIPAL = "x-principal";
    private static final String REQUEST_ID = "x-request-id";
    private static final String BUDGET = "x-budget-ms";
    private static final String ADDRESS = "x-address";
    private static final String LOCALE = "x-locale";
    private static final String IDEMPOTENCY_KEY = "x-idempotency-key";

    private Headers() {}

    /** @param budget remaining milliseconds, not a moment: clocks of nodes differ */
    static MultiMap of(Call call, String seal, long budget) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set(PRINCIPAL, seal)
                .set(REQUEST_ID, call.requestId())
                .set(BUDGET, Long.toString(budget))
                .set(LOCALE, call.locale().getLanguage());
        setIfPresent(headers, ADDRESS, call.address());
        setIfPresent(headers, IDEMPOTENCY_KEY, call.idempotencyKey());
        return headers;
    }

    /**
     * Whoever shows no seal is anonymous.
     *
     * @throws Failure when the seal is not genuine, or the budget is spent
     */
    static Call read(MultiMap headers, Seal seal) {
        String sealed = text(headers, PRINCIPAL);
        Principal principal = sealed.isEmpty() ? Principal.ANONYMOUS : seal.open(sealed);
        Duration budget = Duration.ofMillis(budget(headers));
        if (budget.isZero() || budget.isNegative()) {
            throw Failure.timeout("bus.budget_spent", "The time for this request was over before the work began");
        }
        return new Call(
                principal,
                text(headers, REQUEST_ID),
                System.nanoTime() + budget.toNanos(),
                headers.get(ADDRESS),
                Locale.forLanguageTag(text(headers, LOCALE)),
                headers.get(IDEMPOTENCY_KEY));
    }

    static void setBudget(MultiMap headers, long millis) {
        headers.set(BUDGET, Long.toString(millis));
    }

    private static long budget(MultiMap headers) {
        try {
            return Long.parseLong(text(headers, BUDGET));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String text(MultiMap headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    private static void setIfPresent(MultiMap headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }
}
