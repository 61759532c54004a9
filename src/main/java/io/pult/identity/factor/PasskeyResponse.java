package io.pult.identity.factor;

import io.pult.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticator answered ({@code PublicKeyCredential.toJSON()} of WebAuthn), read as far as it is needed: browsers add
 * fields as they please, and of what is left out here nothing is verified.
 *
 * @param credential id of the credential, base64url
 * @param origin of the page that asked the authenticator, as its browser says
 * @param userHandle of whom the authenticator thinks it signs in; absent when it does not keep that
 * @param json the same for the library, without anything else
 */
record PasskeyResponse(
        String credential, String origin, @Nullable String userHandle, JsonObject json) {

    /** @throws Failure INVALID {@code passkey.malformed}, also when this is the answer to the other question */
    static PasskeyResponse creation(Map<String, Object> response) {
        return read(response, "webauthn.create", List.of("clientDataJSON", "attestationObject"));
    }

    /** @throws Failure INVALID {@code passkey.malformed}, also when this is the answer to the other question */
    static PasskeyResponse assertion(Map<String, Object> response) {
        return read(response, "webauthn.get", List.of("clientDataJSON", "authenticatorData", "signature"));
    }

    /**
     * The type is wanted here because the library goes by what the answer says of itself: told to sign somebody in, it would
     * store a new credential for whoever sends an answer of the other type.
     */
    private static PasskeyResponse read(Map<String, Object> whole, String type, List<String> wanted) {
        try {
            var credential = new JsonObject(whole);
            String id = text(credential, "id");
            JsonObject from = credential.getJsonObject("response");
            if (from == null) {
                throw malformed();
            }
            var response = new JsonObject();
            for (String name : wanted) {
                response.put(name, text(from, name));
            }
            String userHandle = from.getString("userHandle");
            if (userHandle != null) {
                response.put("userHandle", userHandle);
            }
            byte[] clientData = Base64.getUrlDecoder().decode(text(from, "clientDataJSON"));
            var collected = new JsonObject(Buffer.buffer(clientData));
            if (!type.equals(collected.getString("type"))) {
                throw malformed();
            }
            var json = new JsonObject()
                    .put("id", id)
                    .put("rawId", id)
                    .put("type", "public-key")
                    .put("response", response);
            return new PasskeyResponse(id, text(collected, "origin"), userHandle, json);
        } catch (ClassCastException | DecodeException | IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static String text(JsonObject from, String name) {
        String text = from.getString(name);
        if (text == null || text.isEmpty()) {
            throw malformed();
        }
        return text;
    }

    private static Failure malformed() {
        return Failure.invalid("passkey.malformed", "This is not what an authenticator answers to this question");
    }

    @Override
    public String toString() {
        return "PasskeyResponse[redacted]";
    }
}
