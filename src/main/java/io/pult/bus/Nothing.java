package io.pult.bus;

/** The request or reply that says nothing: {@code {}} on the wire. */
public record Nothing() {
    public static final Nothing NOTHING = new Nothing();
}
