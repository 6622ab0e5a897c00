package io.nwfilter.xml.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** What there is to say of a document: how it is written, and what stands where. */
public enum DocumentCode implements DiagnosticCode {
  /** The document is not well-formed XML, or is cut off. */
  XML_SYNTAX(
      CodeDescription.error(
          "xml-syntax",
          "the document is not well-formed XML, or is cut off",
          "mend the markup at the place that is named")),
  /** The document uses something of XML that is refused, such as a DTD or an entity. */
  XML_REFUSED(
      CodeDescription.error(
          "xml-refused",
          "DTDs and entities are refused, documents beyond all measure, and edits in encodings"
              + " whose bytes cannot be replaced",
          "leave out the DTD, write values out, and use UTF-8")),
  /** The document could not be read. */
  UNREADABLE(
      CodeDescription.error(
          "unreadable",
          "a file or directory cannot be read",
          "check that it exists, and its permissions")),
  /** A file could not be replaced by an edited document. */
  UNWRITABLE(
      CodeDescription.error(
          "unwritable",
          "a file cannot be replaced by the edited document; it stays as it is",
          "check that it is a regular file, its permissions, and that nothing else changes it")),
  /** The root element is not the one that is wanted. */
  WRONG_ROOT(
      CodeDescription.error(
          "wrong-root",
          "the document is not of the wanted kind",
          "give a document with the root element that is wanted")),
  /** An element or attribute that must be there is missing. */
  MISSING(CodeDescription.error("missing", "a required element or attribute is missing", "add it")),
  /** A value is not legal where it stands. */
  ILLEGAL_VALUE(
      CodeDescription.error(
          "illegal-value",
          "a value is not one that the attribute takes; libvirt refuses to define the filter",
          "write a value of the form that the message names")),
  /** An unknown element, or another one than the first where libvirt counts one, is ignored. */
  ELEMENT_IGNORED(
      CodeDescription.warning(
          "element-ignored",
          "an unknown element, a second protocol in one rule, or a second element where libvirt"
              + " counts one (`<filterref>` of an interface), is ignored",
          "refused inside a rule when the document is read, as nobody can say what it means",
          "remove what libvirt does not count, or write it where it counts")),
  /** An unknown attribute is ignored. */
  ATTRIBUTE_IGNORED(
      CodeDescription.warning(
          "attribute-ignored",
          "an unknown attribute is ignored, also one that the documentation names for another"
              + " element (`dscp` of `ipv6`, `flags` of `tcp-ipv6`, the MAC attributes of `icmp`"
              + " but `srcmacaddr`)",
          "refused inside a rule when the document is read",
          "remove the attribute")),
  /** libvirt overlooks a part of a value, or takes it for another one than anybody would. */
  VALUE_MISREAD(
      CodeDescription.warning(
          "value-misread",
          "a part of a value is overlooked (`$A[3]foo`, a MAC address with a blank and more behind"
              + " it, blanks in the place of a comma), or it is taken for another one (`-1` for"
              + " 4294967295)",
          "refused when the document is read",
          "write the value that the message names")),
  /** An attribute stands twice in a rule: the last one counts. */
  ATTRIBUTE_OVERRIDDEN(
      CodeDescription.warning(
          "attribute-overridden",
          "an attribute that stands twice in the elements of one rule counts once, as the last "
              + "one",
          "refused when the document is read",
          "keep one of them, or write two rules")),
  /** A rule's priority that is out of range or not a number is 500. */
  RULE_PRIORITY_IGNORED(
      CodeDescription.warning(
          "rule-priority-ignored",
          "a priority that is out of -1000 to 1000 or no number is 500",
          "a number of 32 bits counts as it is; anything else is 500",
          "write a number -1000 to 1000")),
  /** A parameter with an illegal name or value is ignored. */
  PARAMETER_DROPPED(
      CodeDescription.warning(
          "parameter-dropped",
          "a parameter whose name or value has other characters than letters, digits, `_` (and "
              + "`.` and `:` in values) is ignored",
          "it counts; its value must be legal where its variable stands",
          "use only letters, digits, `_`, and in values `.` and `:`")),
  /** Two definitions have one name. */
  DUPLICATE_FILTER(
      CodeDescription.error(
          "duplicate-filter",
          "two files of a directory define one name",
          "rename one of the filters, or remove one of the files")),
  /** No interface of a domain is the one that is to be edited. */
  UNKNOWN_INTERFACE(
      CodeDescription.error(
          "unknown-interface",
          "no interface of the domain is the one that is asked for",
          "ask for one that the document has")),
  /** More than one interface of a domain may be the one that is to be edited. */
  AMBIGUOUS_INTERFACE(
      CodeDescription.error(
          "ambiguous-interface",
          "more than one interface of the domain is what is asked for",
          "tell it by what no other has, such as its place in the document"));

  private final CodeDescription description;

  DocumentCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id();
  }
}
