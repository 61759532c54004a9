package io.pult.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the first request with an access token waits for: one node has to ask the database, then another, which does not know
 * the token either, finds it in Redis. One request at a time on one connection; each token's second request at the same
 * node is what it is compared with.
 */
final class FirstLook {
    /** Every token goes this way once, so that nothing but these compile it; a second node has seen no load at all before. */
    private static final int DISCARDED = 6_000;

    private static final int TOKENS = 1_000;
    private static final String PATH = "/api/app/v1/settings";

    private final SignedInPerson person;
    private final NodeProcess first;
    private final NodeProcess second;

    FirstLook(SignedInPerson person, NodeProcess first, NodeProcess second) {
        this.person = person;
        this.first = first;
        this.second = second;
    }

    List<Measure> call() throws IOException, InterruptedException {
        var fromDatabase = new ArrayList<Double>();
        var fromRedis = new ArrayList<Double>();
        var known = new ArrayList<Double>();
        try (var one = new Line(first);
                var other = new Line(second)) {
            for (int i = 0; i < DISCARDED + TOKENS; i++) {
                String token = person.freshAccessToken();
                double unknown = one.millis(token);
                double again = one.millis(token);
                double elsewhere = other.millis(token);
                double elsewhereAgain = other.millis(token);
                if (i >= DISCARDED) {
                    fromDatabase.add(unknown - again);
                    fromRedis.add(elsewhere - elsewhereAgain);
                    known.add(again);
                }
            }
        }
        String how = String.format(
                Locale.ROOT,
                "%d tokens, one request at a time; against the same token's next request, which takes %.3f ms",
                TOKENS,
                Stats.median(Stats.all(known)));
        return List.of(
                Measure.atMost("first look at a token, in Redis, median", median(fromRedis), "ms", 0.3, how),
                Measure.atMost("first look at a token, in PostgreSQL, median", median(fromDatabase), "ms", 1, how));
    }

    private static double median(List<Double> values) {
        return Stats.median(Stats.all(values));
    }

    private static final class Line implements AutoCloseable {
        private final SocketChannel channel;
        private final URI url;
        private final AnswerReader answer = new AnswerReader();

        Line(NodeProcess node) throws IOException {
            url = node.url(PATH);
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()));
            channel.socket().setTcpNoDelay(true);
        }

        double millis(String token) throws IOException {
            byte[] request = ("GET " + url.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1:" + url.getPort()
                            + "\r\nAccept: application/json\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            long began = System.nanoTime();
            var out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
            while (!answer.read(channel)) {
                // the rest of the answer is on its way
            }
            double millis = (System.nanoTime() - began) / 1e6;
            if (!answer.isGood(null)) {
                throw new IllegalStateException("refused: " + answer.text());
            }
            answer.clear();
            return millis;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
