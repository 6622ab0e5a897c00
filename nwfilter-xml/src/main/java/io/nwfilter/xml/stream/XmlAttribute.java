package io.nwfilter.xml.stream;

/**
 * An attribute.
 *
 * @param name its local name
 * @param foreign whether it is in a namespace
 * @param value its value
 */
public record XmlAttribute(String name, boolean foreign, String value) {}
