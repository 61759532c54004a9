package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Principal;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.ApiKeyOps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be given, and what one that was given is worth now. A key is never worth more than its owner: an
 * administrator's key ends with the role, a member's with the membership.
 */
final class ApiKeyRules {
    private static final Pattern SCOPE = Pattern.compile("(\\*|[a-z]{2,20}):(read|act|admin)");
    private static final Pattern WORKSPACE_SCOPE = Pattern.compile("[a-z]{2,20}:(read|act)");
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_SCOPES = 50;
    private static final int LONGEST_NAME = 100;

    private ApiKeyRules() {}

    /**
     * Whoever makes a key.
     *
     * @param owner of the key to be made; absent: the machine makes it
     * @param expiresAt end of the key that makes another
     */
    record Maker(@Nullable UUID owner, @Nullable Instant expiresAt) {}

    /** @throws Failure UNPROCESSABLE or FORBIDDEN */
    static void check(ApiKeyOps.Create.Body body, Call call) {
        requireName(body.name());
        boolean ofWorkspace = body.workspace() != null;
        boolean person = Asker.personIn(call).isPresent();
        if (person && !ofWorkspace && !call.principal().grants().contains("ADMIN")) {
            throw Failure.forbidden(
                    "key.workspace_needed", "Name the workspace of the key; only administrators make keys without one");
        }
        if (body.scopes().isEmpty() || body.scopes().size() > MOST_SCOPES) {
            throw Failure.unprocessable("key.scopes_invalid", "A key has 1 to " + MOST_SCOPES + " scopes");
        }
        for (String scope : body.scopes()) {
            requireForm(scope, ofWorkspace);
            // In a workspace a person's role is what counts; it is looked up with the key.
            if (!person || !ofWorkspace) {
                requireHeld(scope, call.principal());
            }
        }
    }

    private static void requireName(String name) {
        if (name == null || name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            throw Failure.unprocessable(
                    "key.name_invalid", "The name of a key has 1 to " + LONGEST_NAME + " characters");
        }
    }

    private static void requireForm(String scope, boolean ofWorkspace) {
        if (!SCOPE.matcher(scope).matches()) {
            throw Failure.unprocessable(
                    "key.scope_unknown",
                    "A scope is concern:read, concern:act or concern:admin; * stands for every concern");
        }
        if (ofWorkspace && !WORKSPACE_SCOPE.matcher(scope).matches()) {
            throw Failure.unprocessable(
                    "key.scope_too_wide", "A scope within a workspace is concern:read or concern:act");
        }
    }

    /** A key must not make a mightier one, or stealing the least of them would be stealing all. */
    private static void requireHeld(String scope, Principal who) {
        boolean mighty =
                who.system() || who.grants().contains("ADMIN") || who.grants().contains("*:admin");
        if (!mighty && (scope.startsWith("*") || !who.holdsAny(Set.of(scope)))) {
            throw Failure.forbidden(
                    "key.scope_not_held", "A key cannot be given the scope " + scope + " that you do not hold");
        }
    }

    /**
     * When a key ends: one of a person within a year, one that a key has made not after that.
     *
     * @return absent when it does not end by itself
     */
    static @Nullable Instant end(@Nullable Instant wanted, Maker maker, Instant now) {
        if (wanted != null && !wanted.isAfter(now)) {
            throw Failure.unprocessable("key.expired", "expires_at lies in the past");
        }
        Instant latest = maker.expiresAt();
        if (maker.owner() != null) {
            Instant inAYear = now.plus(LONGEST);
            latest = latest == null || inAYear.isBefore(latest) ? inAYear : latest;
        }
        if (wanted != null && latest != null && wanted.isAfter(latest)) {
            throw Failure.unprocessable(
                    "key.lives_too_long",
                    "A person's key lives for a year at most, and no longer than the key that makes it");
        }
        return wanted == null ? latest : wanted;
    }

    /** Who asks with this key; empty when its owner could not do so any more. */
    static Optional<Principal> principal(ApiKeyStore.Living living) {
        ApiKey key = living.key();
        var owner = living.owner();
        if (key.owner() != null && (owner == null || owner.blocked())) {
            return Optional.empty();
        }
        UUID workspace = key.workspace();
        if (workspace == null) {
            return owner == null || owner.administrates()
                    ? Optional.of(principal(key, key.scopes().stream(), Principal.EVERYWHERE, MemberRole.OWNER))
                    : Optional.empty();
        }
        MemberRole role = role(key.scopes());
        return owner != null && owner.role() != null && owner.role().includes(role)
                ? Optional.of(
                        principal(key, key.scopes().stream().map(Principal::inWorkspace), workspace.toString(), role))
                : Optional.empty();
    }

    private static Principal principal(ApiKey key, Stream<String> grants, String where, MemberRole role) {
        return new Principal(
                "key:" + key.id(), grants.collect(Collectors.toUnmodifiableSet()), Map.of(where, role), null);
    }

    /** In its workspace a key is no more than its scopes need. */
    private static MemberRole role(List<String> scopes) {
        return scopes.stream().allMatch(scope -> scope.endsWith(":read")) ? MemberRole.VIEWER : MemberRole.OPERATOR;
    }
}
