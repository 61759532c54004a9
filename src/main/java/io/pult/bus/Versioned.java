package io.pult.bus;

/** A reply that carries the version of the row it shows; HTTP makes it an ETag. */
public interface Versioned {
    long version();
}
