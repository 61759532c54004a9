package io.pult.playground.social;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorization codes: each good once, for ten minutes, for the client and the redirect that it was given for. */
final class Codes {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int MOST = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Issue> issued = new LinkedHashMap<>();

    Codes(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What a person agreed to.
     *
     * @param nonce absent when the client sent none
     */
    record Grant(
            SocialPerson person,
            String clientId,
            String redirectUri,
            String challenge,
            @Nullable String nonce,
            Set<String> scopes) {}

    private static final class Issue {
        final Grant grant;
        final Instant at;
        boolean used;

        Issue(Grant grant, Instant at) {
            this.grant = grant;
            this.at = at;
        }
    }

    String issue(Grant grant) {
        String code = random();
        issued.put(code, new Issue(grant, clock.instant()));
        if (issued.size() > MOST) {
            issued.remove(issued.keySet().iterator().next());
        }
        return code;
    }

    /**
     * @param redirectUri absent: not compared, for a provider that does not want it here
     * @throws OAuthRefusal for a code that is not this client's any more; a wrong verifier uses it up as well
     */
    Grant redeem(String code, String clientId, @Nullable String redirectUri, @Nullable String verifier) {
        Issue issue = issued.get(code);
        if (issue == null || !issue.grant.clientId.equals(clientId)) {
            throw OAuthRefusal.invalidGrant("Code not found");
        }
        if (issue.used) {
            throw OAuthRefusal.invalidGrant("Code was used already");
        }
        issue.used = true;
        if (clock.instant().isAfter(issue.at.plus(LIFE))) {
            throw OAuthRefusal.invalidGrant("Code has expired");
        }
        if (redirectUri != null && !redirectUri.equals(issue.grant.redirectUri)) {
            throw OAuthRefusal.invalidGrant("redirect_uri is not the one of the authorization");
        }
        if (verifier == null || !challenge(verifier).equals(issue.grant.challenge)) {
            throw OAuthRefusal.invalidGrant("code_verifier does not match");
        }
        return issue.grant;
    }

    void clear() {
        issued.clear();
    }

    static String random() {
        byte[] bits = new byte[24];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
