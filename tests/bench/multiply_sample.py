#!/usr/bin/env python3
"""Writes a folder of joined data as many times as wanted, each copy with keys of its own.

    multiply_sample.py FOLDER OUT TIMES [--hub N]

--hub N gives the first N firms of the result one telephone, to see that a key which many share does no harm.
"""
import csv
import os
import sys

KEYS = {"uscc", "legal_rep_id", "holder_id", "held_uscc", "account", "bank_account", "app_no", "first_owner", "from_id",
        "to_id", "contract_id", "reg_no", "seller", "buyer", "payment_id", "payer_account", "payee_account", "invoice_no",
        "issuer", "receiver", "replaces", "loan_id", "borrower", "lender", "renewal_of", "policy_no", "insurer", "insured",
        "cert_no", "holder", "body", "application_id", "applicant", "ref_id", "agent", "material_hash", "party"}
PHONES = {"phone", "contact_phone"}


def fresh(column, text, copy):
    if not text or copy == 0:
        return text
    if column == "app_no":
        digits = text.replace(".", "")
        return "%s%05d.%s" % (digits[:-1], copy, digits[-1])
    if column in KEYS:
        return "%s%05d" % (text, copy)
    if column in PHONES:
        return "%s%05d" % (text, copy)
    if column in ("address", "detail"):
        return text.replace("路", "路%d巷" % copy).replace("大道", "大道%d巷" % copy) if not text.isdigit() else "%s%05d" % (text, copy)
    return text


def main():
    source, target, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    hub = int(sys.argv[sys.argv.index("--hub") + 1]) if "--hub" in sys.argv else 0
    os.makedirs(target, exist_ok=True)
    for name in sorted(os.listdir(source)):
        if not name.endswith(".csv") or name == "labels.csv":
            continue
        with open(os.path.join(source, name), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        head, body = rows[0], rows[1:]
        with open(os.path.join(target, name), "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(head)
            written = 0
            for copy in range(times):
                for row in body:
                    cells = [fresh(column, text, copy) for column, text in zip(head, row)]
                    if name == "firms.csv" and written < hub:
                        cells[head.index("phone")] = "17700000000"
                    out.writerow(cells)
                    written += 1


if __name__ == "__main__":
    main()
