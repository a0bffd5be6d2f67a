<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Formatting</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemoveAccount</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateText</name>
    <message numerus="yes">
        <source>Changes are looked for every %n second(s)</source>
        <translation>
            <numerusform>Changes are looked for every second</numerusform>
            <numerusform>Changes are looked for every %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferText</name>
    <message numerus="yes">
        <source>Paused: %n transfer(s) wait</source>
        <translation>
            <numerusform>Paused: %n transfer waits</numerusform>
            <numerusform>Paused: %n transfers wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n transfer(s) at %1</source>
        <translation>
            <numerusform>%n transfer at %1</numerusform>
            <numerusform>%n transfers at %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>arv::HoldersDialog</name>
    <message numerus="yes">
        <source>“%1” cannot be unmounted yet: %n program(s) use it.</source>
        <translation>
            <numerusform>“%1” cannot be unmounted yet: %n program uses it.</numerusform>
            <numerusform>“%1” cannot be unmounted yet: %n programs use it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>arv::SecretRequest</name>
    <message numerus="yes">
        <source>The keychain has not answered for %n minute(s).</source>
        <translation>
            <numerusform>The keychain has not answered for %n minute.</numerusform>
            <numerusform>The keychain has not answered for %n minutes.</numerusform>
        </translation>
    </message>
</context>
</TS>
