package io.pult.playground.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in of Telegram's issuer, driven by a relying party that others wrote (Nimbus). */
class TelegramIdStandInTest {
    private static final String PAGE = "https://pult.example.org/login";
    private static final ClientID BOT = new ClientID("1000000001");
    private static final String SECRET = "s:e c%ret";
    private static final String ANNA = "900001";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final TelegramIdStandIn standIn = new TelegramIdStandIn(
            0,
            () -> Instant.now().plus(ahead.get()),
            "1000000001:TEST-bot",
            SECRET,
            List.of(PAGE, "http://127.0.0.1/cb"));
    private final CodeVerifier verifier = new CodeVerifier();
    private final Nonce nonce = new Nonce();
    private final State state = new State();
    private Browser browser;
    private OIDCProviderMetadata metadata;

    @BeforeEach
    void discover() throws Exception {
        Wait.on(vertx.deployVerticle(standIn));
        browser = new Browser(standIn.url());
        metadata = OIDCProviderMetadata.resolve(new Issuer(standIn.url()));
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    private AuthenticationRequest.Builder wish(String redirectUri) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), BOT, URI.create(redirectUri))
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
    }

    private AuthorizationCode code() {
        var back = browser.choose(wish(PAGE).build().toURI().toString(), ANNA);
        assertThat(back.get("state")).isEqualTo(state.getValue());
        return new AuthorizationCode(back.get("code"));
    }

    private TokenResponse trade(AuthorizationCode code, ClientAuthentication client, CodeVerifier shown, String page)
            throws Exception {
        var grant = new AuthorizationCodeGrant(code, URI.create(page), shown);
        var request = new TokenRequest.Builder(metadata.getTokenEndpointURI(), client, grant).build();
        return OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
    }

    private TokenResponse trade(AuthorizationCode code) throws Exception {
        return trade(code, new ClientSecretBasic(BOT, new Secret(SECRET)), verifier, PAGE);
    }

    private static String errorOf(TokenResponse answer) {
        assertThat(answer.indicatesSuccess()).isFalse();
        var error = answer.toErrorResponse().getErrorObject();
        return error.getHTTPStatusCode() + " " + error.getCode();
    }

    private IDTokenClaimsSet claims(TokenResponse answer) throws Exception {
        var tokens = ((OIDCTokenResponse) answer.toSuccessResponse()).getOIDCTokens();
        var validator = new IDTokenValidator(
                metadata.getIssuer(),
                BOT,
                JWSAlgorithm.RS256,
                metadata.getJWKSetURI().toURL());
        return validator.validate(tokens.getIDToken(), nonce);
    }

    @Test
    void a_wrong_redirect_or_client_gets_a_page_and_no_redirect() {
        for (String wrong : List.of(
                "https://evil.example.org/login",
                PAGE + "/",
                PAGE + "?a=1",
                "http://127.0.0.1/cb/..",
                "http://127.0.0.1.evil.org/cb")) {
            var answer = browser.open(wish(wrong).build().toURI() + "&as=" + ANNA);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.headers().firstValue("location")).isEmpty();
        }
        String stranger = wish(PAGE).build().toURI().toString().replace("client_id=1000000001", "client_id=2");
        assertThat(browser.open(stranger + "&as=" + ANNA).statusCode()).isEqualTo(400);
    }

    @Test
    void a_code_is_good_once() throws Exception {
        var code = code();
        assertThat(trade(code).indicatesSuccess()).isTrue();
        assertThat(errorOf(trade(code))).isEqualTo("400 invalid_grant");
    }

    @Test
    void a_wrong_verifier_or_none_is_refused_and_uses_the_code_up() throws Exception {
        var client = new ClientSecretBasic(BOT, new Secret(SECRET));
        var code = code();
        assertThat(errorOf(trade(code, client, new CodeVerifier(), PAGE))).isEqualTo("400 invalid_grant");
        assertThat(errorOf(trade(code))).isEqualTo("400 invalid_grant");
        assertThat(errorOf(trade(code(), client, null, PAGE))).isEqualTo("400 invalid_grant");
    }

    @Test
    void a_wrong_secret_is_refused_in_the_header_and_in_the_form_and_the_code_stays() throws Exception {
        var code = code();
        assertThat(errorOf(trade(code, new ClientSecretBasic(BOT, new Secret("x")), verifier, PAGE)))
                .isEqualTo("401 invalid_client");
        assertThat(errorOf(trade(code, new ClientSecretPost(BOT, new Secret("x")), verifier, PAGE)))
                .isEqualTo("401 invalid_client");
        assertThat(trade(code, new ClientSecretPost(BOT, new Secret(SECRET)), verifier, PAGE)
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void a_code_of_eleven_minutes_or_for_another_page_is_refused() throws Exception {
        var old = code();
        ahead.set(Duration.ofMinutes(11));
        assertThat(errorOf(trade(old))).isEqualTo("400 invalid_grant");
        assertThat(errorOf(trade(
                        code(),
                        new ClientSecretBasic(BOT, new Secret(SECRET)),
                        verifier,
                        "https://pult.example.org/other")))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void without_a_challenge_or_the_scope_openid_people_are_sent_back_with_an_error() {
        String uri = wish(PAGE).build().toURI().toString();
        assertThat(browser.choose(uri.replaceAll("&?code_challenge=[^&]*", ""), ANNA))
                .containsEntry("error", "invalid_request")
                .containsEntry("state", state.getValue());
        assertThat(browser.choose(uri.replace("S256", "plain"), ANNA)).containsEntry("error", "invalid_request");
        assertThat(browser.choose(uri.replace("openid", "email"), ANNA)).containsEntry("error", "invalid_scope");
        assertThat(browser.choose(uri.replace("response_type=code", "response_type=token"), ANNA))
                .containsEntry("error", "unsupported_response_type");
    }

    @Test
    void who_says_no_comes_back_with_the_state() {
        assertThat(browser.choose(wish(PAGE).build().toURI().toString(), "nobody"))
                .containsEntry("error", "access_denied")
                .containsEntry("state", state.getValue());
    }

    @Test
    void the_page_asks_whom_to_be_unless_somebody_is_set() {
        String uri = wish(PAGE).build().toURI().toString();
        assertThat(browser.open(uri).body()).contains("Anna Demo").contains("&amp;as=" + ANNA);

        browser.admin("PUT", "settings", new JsonObject().put("login_as", 900_002));

        assertThat(browser.open(uri).headers().firstValue("location"))
                .get()
                .asString()
                .startsWith(PAGE + "?code=");
    }

    @Test
    void an_id_token_says_who_it_is_for_this_client_and_this_sign_in() throws Exception {
        var claims = claims(trade(code()));
        assertThat(claims.getNumberClaim("id").longValue()).isEqualTo(900_001);
        assertThat(claims.getSubject().getValue()).isNotEqualTo(ANNA);
        assertThat(claims.getStringClaim("preferred_username")).isEqualTo("anna_demo");
    }

    @Test
    void a_spoilt_id_token_is_one_that_a_careful_client_refuses() throws Exception {
        for (String how : List.of("nonce", "audience", "issuer", "expired", "key")) {
            browser.admin("POST", "spoil", new JsonObject().put("what", how));
            var answer = trade(code());
            assertThatThrownBy(() -> claims(answer)).as(how).isInstanceOf(BadJOSEException.class);
        }
        assertThat(claims(trade(code())).getStringClaim("name")).isEqualTo("Anna Demo");
    }

    @Test
    void a_page_on_this_machine_is_taken_with_any_port() {
        assertThat(browser.choose(
                        wish("http://127.0.0.1:4711/cb").build().toURI().toString(), ANNA))
                .containsKey("code");
    }
}
