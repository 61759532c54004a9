package io.pult.playground.social;

import java.net.URI;
import java.util.List;
import java.util.Set;

/** An application that is known to a stand-in. */
record OAuthClient(String id, String secret, List<String> redirectUris) {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");

    /** Letter by letter, but for the port of an address on this machine that was registered without one. */
    boolean mayReturnTo(String redirectUri) {
        return redirectUris.contains(redirectUri) || redirectUris.contains(withoutPort(redirectUri));
    }

    private static String withoutPort(String redirectUri) {
        try {
            URI uri = URI.create(redirectUri);
            return "http".equals(uri.getScheme()) && THIS_MACHINE.contains(String.valueOf(uri.getHost()))
                    ? redirectUri.replaceFirst(":" + uri.getPort() + "(?=/|$)", "")
                    : redirectUri;
        } catch (IllegalArgumentException e) {
            return redirectUri;
        }
    }

    @Override
    public String toString() {
        return "OAuthClient[" + id + "]";
    }
}
