package io.pult.identity.social;

import io.pult.contract.identity.SocialProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Yandex ID: OAuth 2.0 with PKCE, and then the question who it was, which wants {@code Authorization: OAuth} and refuses
 * {@code Bearer}. The token serves for that one question and is kept nowhere.
 */
final class YandexId implements CodeProvider {
    private final ProviderHttp http;
    private final OAuth2Auth page;
    private final URI token;
    private final URI info;
    private final String clientId;
    private final String clientSecret;

    YandexId(Vertx vertx, ProviderHttp http, URI authUrl, URI infoUrl, String clientId, String clientSecret) {
        this.http = http;
        this.page = OAuth2Auth.create(
                vertx,
                new OAuth2Options()
                        .setSite(authUrl.toString())
                        .setClientId(clientId)
                        .setAuthorizationPath("/authorize")
                        .setTokenPath("/token"));
        this.token = URI.create(authUrl + "/token");
        this.info = URI.create(infoUrl + "/info?format=json");
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    private record Info(
            @Nullable String id,
            @Nullable String login,
            @Nullable String clientId,
            @Nullable String realName,
            @Nullable String displayName) {}

    @Override
    public Future<String> authorizationUrl(Ticket ticket, Duration budget) {
        return Future.succeededFuture(page.authorizeURL(new OAuth2AuthorizationURL()
                .setRedirectUri(ticket.redirectUri())
                .setState(ticket.state())
                .setScopes(List.of("login:info"))
                .setCodeChallenge(ticket.challenge())
                .setCodeChallengeMethod("S256")));
    }

    @Override
    public Future<ExternalPerson> person(String code, Ticket ticket, Duration budget) {
        long until = System.nanoTime() + budget.toNanos();
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret);
        form.put("code_verifier", ticket.verifier());
        return http.post(token, form, Map.of(), budget).compose(answer -> {
            String granted = TokenAnswer.read(answer, http).accessToken();
            return http.get(
                            info,
                            Map.of("Authorization", "OAuth " + granted),
                            Duration.ofNanos(until - System.nanoTime()))
                    .map(this::person);
        });
    }

    private ExternalPerson person(ProviderHttp.Answer answer) {
        Info info = http.read(answer, Info.class, "description of a person");
        if (answer.status() != 200 || info.id == null || !info.id.matches("[1-9][0-9]{0,18}")) {
            throw http.wrong("HTTP " + answer.status() + " without an id to the question who it was");
        }
        // A token of another application would sign its users in here.
        if (info.clientId != null && !info.clientId.equals(clientId)) {
            throw IdTokens.refused();
        }
        String name = info.realName != null && !info.realName.isBlank() ? info.realName : info.displayName;
        return new ExternalPerson(SocialProvider.YANDEX, info.id, info.login, name == null ? "" : name, null);
    }
}
