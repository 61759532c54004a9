package io.pult.playground.social;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a person is sent to, and sent back from. A request whose client or redirect is wrong gets a page and no redirect,
 * since the address it names may be a thief's; everything else goes back as an error. The parameter {@code as} is the
 * page's own: the id of a person, or {@code nobody}.
 */
final class AuthorizePage {
    private static final String NOBODY = "nobody";

    private final String title;
    private final Set<String> wantedScopes;
    private final Registry registry;
    private final Codes codes;

    /** @param wantedScopes without which nobody is let through */
    AuthorizePage(String title, Set<String> wantedScopes, Registry registry, Codes codes) {
        this.title = title;
        this.wantedScopes = wantedScopes;
        this.registry = registry;
        this.codes = codes;
    }

    void show(RoutingContext context) {
        MultiMap query = context.queryParams();
        OAuthClient client = registry.client(query.get("client_id"));
        String redirectUri = query.get("redirect_uri");
        if (client == null || query.getAll("client_id").size() > 1) {
            page(context, 400, "<h1>" + title + "</h1><p>Unknown client_id.</p>");
        } else if (redirectUri == null || query.getAll("redirect_uri").size() > 1 || !client.mayReturnTo(redirectUri)) {
            page(context, 400, "<h1>" + title + "</h1><p>redirect_uri is not registered for this application.</p>");
        } else {
            goOn(context, query, client, redirectUri);
        }
    }

    private void goOn(RoutingContext context, MultiMap query, OAuthClient client, String redirectUri) {
        String state = query.get("state");
        Set<String> scopes = scopes(query.get("scope"));
        String challenge = query.get("code_challenge");
        if (!"code".equals(query.get("response_type"))) {
            back(context, redirectUri, error("unsupported_response_type", "response_type must be code", state));
        } else if (!scopes.containsAll(wantedScopes)) {
            back(context, redirectUri, error("invalid_scope", "scope must hold " + wantedScopes, state));
        } else if (challenge == null
                || !challenge.matches("[A-Za-z0-9_-]{43}")
                || !"S256".equals(query.get("code_challenge_method"))) {
            back(context, redirectUri, error("invalid_request", "code_challenge with S256 is required", state));
        } else {
            choose(context, query, new Chosen(client.id(), redirectUri, challenge, query.get("nonce"), scopes), state);
        }
    }

    private record Chosen(
            String clientId,
            String redirectUri,
            String challenge,
            @Nullable String nonce,
            Set<String> scopes) {
        Codes.Grant by(SocialPerson person) {
            return new Codes.Grant(person, clientId, redirectUri, challenge, nonce, scopes);
        }
    }

    private void choose(RoutingContext context, MultiMap query, Chosen chosen, @Nullable String state) {
        String as = query.get("as") == null ? registry.loginAs() : query.get("as");
        if (as == null) {
            page(context, 200, chooser(context.request().uri()));
            return;
        }
        var person = SocialPerson.find(as);
        if (person.isEmpty()) {
            back(context, chosen.redirectUri, error("access_denied", "The person said no", state));
            return;
        }
        var answer = new LinkedHashMap<String, String>();
        answer.put("code", codes.issue(chosen.by(person.get())));
        if (state != null) {
            answer.put("state", state);
        }
        back(context, chosen.redirectUri, answer);
    }

    private static Map<String, String> error(String error, String description, @Nullable String state) {
        var answer = new LinkedHashMap<String, String>();
        answer.put("error", error);
        answer.put("error_description", description);
        if (state != null) {
            answer.put("state", state);
        }
        return answer;
    }

    private static void back(RoutingContext context, String redirectUri, Map<String, String> answer) {
        String query = answer.entrySet().stream()
                .map(part -> part.getKey() + "=" + URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        context.response()
                .setStatusCode(302)
                .putHeader("Location", redirectUri + (redirectUri.contains("?") ? "&" : "?") + query)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private String chooser(String uri) {
        String here = escaped(uri);
        var page = new StringBuilder("<h1>" + title + "</h1><p>A stand-in: be whom you like.</p><ul>");
        for (SocialPerson person : SocialPerson.ALL) {
            page.append(link(here, Long.toString(person.id()), person.name() + " (" + person.username() + ")"));
        }
        return page.append(link(here, NOBODY, "Say no")).append("</ul>").toString();
    }

    private static String link(String here, String as, String text) {
        return "<li><a href=\"" + here + "&amp;as=" + as + "\">" + text + "</a></li>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static void page(RoutingContext context, int status, String body) {
        HttpServerResponse response = context.response().setStatusCode(status);
        response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .end("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><body>" + body + "</body></html>");
    }

    private static Set<String> scopes(@Nullable String scope) {
        List<String> words = scope == null ? List.of() : Arrays.asList(scope.split(" "));
        return Set.copyOf(words);
    }
}
