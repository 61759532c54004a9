package io.pult.identity.factor;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.test.authenticator.webauthn.NoneAttestationAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticatorAdaptor;
import com.webauthn4j.test.client.ClientPlatform;
import io.pult.bus.Principal;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Passkey;
import io.pult.contract.identity.PasskeyOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.FactorRig;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;

/** A browser with an authenticator in it, as webauthn4j emulates them, which speaks the JSON of WebAuthn. */
final class Browser {
    private static final ObjectConverter CONVERTER = new ObjectConverter();

    final NoneAttestationAuthenticator authenticator = new NoneAttestationAuthenticator();
    private final FactorRig rig;
    private final ClientPlatform page;

    Browser(FactorRig rig) {
        this(rig, FactorRig.ORIGIN);
    }

    private Browser(FactorRig rig, String origin) {
        this.rig = rig;
        this.page = new ClientPlatform(new Origin(origin), new WebAuthnAuthenticatorAdaptor(authenticator));
    }

    void visit(String origin) {
        page.setOrigin(new Origin(origin));
    }

    /** What {@code navigator.credentials.create()} gives. */
    Map<String, Object> create(Map<String, Object> options) {
        var made = page.create(CONVERTER
                .getJsonConverter()
                .readValue(new JsonObject(options).encode(), PublicKeyCredentialCreationOptions.class));
        var response = new JsonObject()
                .put("clientDataJSON", text(made.getResponse().getClientDataJSON()))
                .put("attestationObject", text(made.getResponse().getAttestationObject()));
        return credential(made.getId(), response);
    }

    /** What {@code navigator.credentials.get()} gives. */
    Map<String, Object> get(Map<String, Object> options) {
        var shown = page.get(CONVERTER
                .getJsonConverter()
                .readValue(new JsonObject(options).encode(), PublicKeyCredentialRequestOptions.class));
        var response = new JsonObject()
                .put("clientDataJSON", text(shown.getResponse().getClientDataJSON()))
                .put("authenticatorData", text(shown.getResponse().getAuthenticatorData()))
                .put("signature", text(shown.getResponse().getSignature()))
                .put("userHandle", text(shown.getResponse().getUserHandle()));
        return credential(shown.getId(), response);
    }

    private static Map<String, Object> credential(String id, JsonObject response) {
        var credential = new JsonObject()
                .put("id", id)
                .put("rawId", id)
                .put("type", "public-key")
                .put("response", response)
                .put("authenticatorAttachment", "platform")
                .put("clientExtensionResults", new JsonObject());
        return plain(credential);
    }

    /** As it would come from outside. */
    static Map<String, Object> plain(JsonObject json) {
        return new JsonObject(json.encode()).getMap();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Map<String, Object> creationOptions(Principal who) {
        return rig.ask(PasskeyOps.CREATION_OPTIONS, new PasskeyOps.CreationOptions(), who)
                .publicKey();
    }

    static PasskeyOps.Add adding(Map<String, Object> response) {
        return new PasskeyOps.Add(new PasskeyOps.Add.Body("my key", response));
    }

    /** Makes a passkey and has it kept. */
    Passkey add(Principal who) {
        return rig.ask(PasskeyOps.ADD, adding(create(creationOptions(who))), who);
    }

    PasskeyOps.SignInChallenge challenge() {
        return rig.askAsStranger(PasskeyOps.SIGN_IN_OPTIONS, new PasskeyOps.SignInOptions());
    }

    static PasskeyOps.SignIn signingIn(PasskeyOps.SignInChallenge challenge, Map<String, Object> response) {
        return new PasskeyOps.SignIn(
                new PasskeyOps.SignIn.Body(challenge.challengeToken(), response, ClientKind.API), "a browser");
    }

    SignedIn signIn() {
        var challenge = challenge();
        return rig.askAsStranger(PasskeyOps.SIGN_IN, signingIn(challenge, get(challenge.publicKey())));
    }
}
