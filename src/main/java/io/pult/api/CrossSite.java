package io.pult.api;

import io.pult.bus.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites from acting with a cookie that the browser adds by itself: cross-site request forgery. Not every browser
 * keeps SameSite, and a sister of our host is the same site for those that do.
 */
final class CrossSite {
    private static final CharSequence FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");

    /** What a browser says of a page of our own origin, and of somebody who typed the address. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final Set<String> origins;

    /** @param publicUrl as clients see this system, with or without the slash at its end */
    CrossSite(@Nullable String publicUrl, List<String> corsOrigins) {
        var known = new HashSet<>(corsOrigins);
        if (publicUrl != null) {
            known.add(publicUrl.replaceAll("/$", ""));
        }
        origins = Set.copyOf(known);
    }

    /**
     * Whoever sends no cookie that the operation reads has none to be abused.
     *
     * @throws Failure FORBIDDEN {@code csrf.refused}
     */
    void check(HttpServerRequest request, Operation operation) {
        if (operation.method() != Operation.Verb.GET
                && operation.http().readCookies().stream().anyMatch(name -> request.getCookie(name) != null)
                && !ours(request)) {
            throw Failure.forbidden(
                    "csrf.refused", "A page of another site cannot do this with what this browser holds here");
        }
    }

    /** A program that is no browser says neither the one nor the other. */
    private boolean ours(HttpServerRequest request) {
        String site = request.headers().get(FETCH_SITE);
        if (site != null) {
            return OURS.contains(site);
        }
        String origin = request.headers().get(HttpHeaders.ORIGIN);
        return origin == null || origins.contains(origin) || origin.equals(own(request));
    }

    private static @Nullable String own(HttpServerRequest request) {
        var authority = request.authority();
        return authority == null ? null : request.scheme() + "://" + authority;
    }
}
