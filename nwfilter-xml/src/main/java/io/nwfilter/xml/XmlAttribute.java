package io.nwfilter.xml;

/**
 * An attribute.
 *
 * @param name its local name
 * @param foreign whether it is in a namespace
 * @param value its value
 */
record XmlAttribute(String name, boolean foreign, String value) {}
