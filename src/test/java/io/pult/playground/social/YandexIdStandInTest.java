package io.pult.playground.social;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.Tokens;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in of Yandex ID, driven by an OAuth client that others wrote (Nimbus), and its question who it was by hand. */
class YandexIdStandInTest {
    private static final String PAGE = "https://pult.example.org/login";
    private static final ClientID APP = new ClientID("app");
    private static final ClientAuthentication KNOWN = new ClientSecretPost(APP, new Secret("secret"));
    private static final String ANNA = "900001";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final YandexIdStandIn standIn =
            new YandexIdStandIn(0, () -> Instant.now().plus(ahead.get()), "app", "secret", List.of(PAGE));
    private final CodeVerifier verifier = new CodeVerifier();
    private final State state = new State();
    private Browser browser;

    @BeforeEach
    void deploy() {
        Wait.on(vertx.deployVerticle(standIn));
        browser = new Browser(standIn.url());
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    private String authorize(String redirectUri, String... scopes) {
        return new AuthorizationRequest.Builder(ResponseType.CODE, APP)
                .endpointURI(URI.create(standIn.url() + "/authorize"))
                .redirectionURI(URI.create(redirectUri))
                .scope(new Scope(scopes))
                .state(state)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI()
                .toString();
    }

    private AuthorizationGrant grant(CodeVerifier shown, String... scopes) {
        var back = browser.choose(authorize(PAGE, scopes), ANNA);
        return new AuthorizationCodeGrant(new AuthorizationCode(back.get("code")), null, shown);
    }

    private TokenResponse trade(AuthorizationGrant grant, ClientAuthentication client) throws Exception {
        var request = new TokenRequest.Builder(URI.create(standIn.url() + "/token"), client, grant).build();
        return TokenResponse.parse(request.toHTTPRequest().send());
    }

    private static String errorOf(TokenResponse answer) {
        assertThat(answer.indicatesSuccess()).isFalse();
        var error = answer.toErrorResponse().getErrorObject();
        return error.getHTTPStatusCode() + " " + error.getCode();
    }

    private Tokens tokens(String... scopes) throws Exception {
        return trade(grant(verifier, scopes), KNOWN).toSuccessResponse().getTokens();
    }

    private HttpResponse<String> info(String authorization) {
        return browser.send(HttpRequest.newBuilder(URI.create(standIn.url() + "/info?format=json"))
                .header("Authorization", authorization));
    }

    @Test
    void a_wrong_redirect_gets_a_page_and_no_redirect() {
        var answer = browser.open(authorize("https://evil.example.org/login", "login:info") + "&as=" + ANNA);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("location")).isEmpty();
    }

    @Test
    void who_says_no_comes_back_with_the_state() {
        assertThat(browser.choose(authorize(PAGE, "login:info"), "nobody"))
                .containsEntry("error", "access_denied")
                .containsEntry("state", state.getValue());
    }

    @Test
    void a_code_is_good_once_and_for_ten_minutes() throws Exception {
        var grant = grant(verifier, "login:info");
        assertThat(trade(grant, KNOWN).indicatesSuccess()).isTrue();
        assertThat(errorOf(trade(grant, KNOWN))).isEqualTo("400 invalid_grant");
        var old = grant(verifier, "login:info");
        ahead.set(Duration.ofMinutes(11));
        assertThat(errorOf(trade(old, KNOWN))).isEqualTo("400 invalid_grant");
    }

    @Test
    void a_wrong_secret_is_refused_in_the_form_and_in_the_header() throws Exception {
        assertThat(errorOf(trade(grant(verifier), new ClientSecretPost(APP, new Secret("x")))))
                .isEqualTo("400 invalid_client");
        assertThat(errorOf(trade(grant(verifier), new ClientSecretBasic(APP, new Secret("x")))))
                .isEqualTo("400 invalid_client");
        assertThat(trade(grant(verifier), new ClientSecretBasic(APP, new Secret("secret")))
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void a_wrong_verifier_is_refused() throws Exception {
        assertThat(errorOf(trade(grant(new CodeVerifier()), KNOWN))).isEqualTo("400 invalid_grant");
    }

    @Test
    void who_it_was_is_told_to_the_scheme_oauth_alone() throws Exception {
        String token = tokens("login:info").getAccessToken().getValue();
        assertThat(info("Bearer " + token).statusCode()).isEqualTo(401);
        assertThat(info("OAuth y0_other").statusCode()).isEqualTo(401);
        assertThat(new JsonObject(info("OAuth " + token).body()).getString("id"))
                .isEqualTo(ANNA);
    }

    @Test
    void without_the_scope_there_is_no_address_and_the_sign_in_works() throws Exception {
        var bare = new JsonObject(
                info("OAuth " + tokens("login:info").getAccessToken().getValue())
                        .body());
        assertThat(bare.getString("login")).isEqualTo("anna_demo");
        assertThat(bare.containsKey("default_email")).isFalse();
        var more = new JsonObject(
                info("OAuth " + tokens("login:email").getAccessToken().getValue())
                        .body());
        assertThat(more.getString("default_email")).isEqualTo("anna_demo@yandex.example");
        assertThat(more.containsKey("real_name")).isFalse();
    }

    @Test
    void a_refresh_gives_a_new_pair_and_takes_the_old_one() throws Exception {
        var first = tokens("login:info");
        var again = new RefreshTokenGrant(first.getRefreshToken());

        var second = trade(again, KNOWN).toSuccessResponse().getTokens();

        assertThat(errorOf(trade(again, KNOWN))).isEqualTo("400 invalid_grant");
        assertThat(info("OAuth " + first.getAccessToken().getValue()).statusCode())
                .isEqualTo(401);
        assertThat(info("OAuth " + second.getAccessToken().getValue()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_revoked_token_tells_nothing_more() throws Exception {
        String token = tokens("login:info").getAccessToken().getValue();
        var revoked = browser.send(HttpRequest.newBuilder(URI.create(standIn.url() + "/revoke_token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("client_id=app&client_secret=secret&access_token=" + token)));
        assertThat(revoked.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(info("OAuth " + token).statusCode()).isEqualTo(401);
    }
}
