package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live tokens in this node's memory, so that a call needs no database. What is here may be older than the table: the
 * epoch that a pick brings along says so. Confined to one context.
 */
final class TokenVault {
    private static final Logger log = LoggerFactory.getLogger(TokenVault.class);

    private final SystemAccountStore accounts;
    private final TokenSeal seal;
    private final Map<String, PoolToken> tokens = new HashMap<>();
    private final @Nullable PoolToken ofEnvironment;

    /** @param environment the token of the environment, if there is one */
    TokenVault(SystemAccountStore accounts, TokenSeal seal, @Nullable String environment) {
        this.accounts = accounts;
        this.seal = seal;
        this.ofEnvironment = environment == null
                ? null
                : new PoolToken(
                        TokenPool.ENV_PREFIX + seal.fingerprint(environment),
                        null,
                        1,
                        // The slowest pace: nothing says what kind it is.
                        Kind.USER,
                        Status.ACTIVE,
                        "VK_TOKEN",
                        environment);
    }

    @Nullable
    PoolToken ofEnvironment() {
        return ofEnvironment;
    }

    /** All that this node could use, the environment's first. */
    List<PoolToken> all() {
        var all = new ArrayList<PoolToken>(tokens.size() + 1);
        if (ofEnvironment != null) {
            all.add(ofEnvironment);
        }
        all.addAll(tokens.values());
        return all;
    }

    /** Empty when the account is no longer live, or its token cannot be opened here. */
    Future<Optional<PoolToken>> find(String member, long epoch) {
        if (ofEnvironment != null && ofEnvironment.member().equals(member)) {
            return Future.succeededFuture(Optional.of(ofEnvironment));
        }
        PoolToken known = tokens.get(member);
        if (known != null && known.epoch() >= epoch) {
            return Future.succeededFuture(Optional.of(known));
        }
        return refresh(UUID.fromString(member));
    }

    /** Reads one account anew; what was known stays when the database is away. */
    Future<Optional<PoolToken>> refresh(UUID id) {
        return accounts.live(id).map(found -> {
            if (found.isEmpty()) {
                tokens.remove(id.toString());
                return Optional.<PoolToken>empty();
            }
            return Optional.ofNullable(take(found.get()));
        });
    }

    /** Only these are live from now on. */
    Collection<PoolToken> replace(Collection<Stored> live) {
        tokens.keySet().retainAll(live.stream().map(TokenVault::member).collect(Collectors.toSet()));
        live.forEach(this::take);
        return tokens.values();
    }

    private @Nullable PoolToken take(Stored stored) {
        PoolToken known = tokens.get(member(stored));
        if (known != null && known.epoch() > stored.epoch()) {
            return known;
        }
        String token = known != null && known.epoch() == stored.epoch() ? known.token() : opened(stored);
        if (token == null) {
            return null;
        }
        var account = stored.account();
        var fresh = new PoolToken(
                member(stored), account.id(), stored.epoch(), account.kind(), account.status(), account.label(), token);
        tokens.put(fresh.member(), fresh);
        return fresh;
    }

    private @Nullable String opened(Stored stored) {
        try {
            return seal.open(stored);
        } catch (IllegalStateException e) {
            log.atError()
                    .addKeyValue("account", stored.account().id())
                    .addKeyValue("reason", e.getMessage())
                    .log("a token cannot be opened on this node");
            return null;
        }
    }

    private static String member(Stored stored) {
        return stored.account().id().toString();
    }
}
